package org.vpnledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.EventType;
import org.vpnledger.vpn.Endpoint;

/**
 * What an event says of where a peer was: one of {@code ONLINE}, {@code ROAMED}, {@code
 * SHARED_KEY}, {@code OFFLINE} and {@code REMOVED}.
 *
 * @param peer its number
 * @param happened when it came there
 * @param noticed when the ledger learnt of it
 * @param endpoint where, absent if not known
 */
public record PlacingRow(
    long peer, EventType type, Instant happened, Instant noticed, @Nullable Endpoint endpoint) {}
