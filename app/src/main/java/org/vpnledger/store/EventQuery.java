package org.vpnledger.store;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.EventType;
import org.vpnledger.vpn.EndpointFilter;

/**
 * Which events are asked for: those noticed in {@code [from, to)} to which all the rest applies.
 *
 * @param from when
 * @param to when
 * @param peers whose, by number; absent for all, also those that concern no peer
 * @param tunnels of which, by number; absent for all, also those that concern none
 * @param types absent for all
 * @param endpoint where the peer was, or where it came from; absent for anywhere
 * @param limit at most so many, the latest
 */
public record EventQuery(
    Instant from,
    Instant to,
    @Nullable Set<Long> peers,
    @Nullable Set<Long> tunnels,
    @Nullable Set<EventType> types,
    @Nullable EndpointFilter endpoint,
    int limit) {}
