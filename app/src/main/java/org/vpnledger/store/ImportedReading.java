package org.vpnledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.PeerKey;

/**
 * What some other program once read of a counter.
 *
 * @param at to the second
 * @param key whose counter
 * @param name what it was called, absent if it had no name
 * @param counters what it showed
 */
public record ImportedReading(Instant at, PeerKey key, @Nullable String name, Counters counters) {}
