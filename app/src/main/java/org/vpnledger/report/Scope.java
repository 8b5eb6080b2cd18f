package org.vpnledger.report;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.EndpointFilter;

/**
 * Whose presence is asked about, and how much is shown of it.
 *
 * @param clients those that were named, by number; absent for all
 * @param tunnels by number; absent for all
 * @param peers who is meant by both, by number; absent for all
 * @param endpoint where they were, absent for anywhere
 * @param limit at most so many rows
 */
public record Scope(
    @Nullable Set<Long> clients,
    @Nullable Set<Long> tunnels,
    @Nullable Set<Long> peers,
    @Nullable EndpointFilter endpoint,
    int limit) {}
