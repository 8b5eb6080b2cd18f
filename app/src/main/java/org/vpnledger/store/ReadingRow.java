package org.vpnledger.store;

import java.time.Instant;
import org.vpnledger.vpn.Counters;

/**
 * What a counter showed.
 *
 * @param id grows with each reading taken
 * @param at to the second
 * @param peer the peer's number
 * @param counters cumulative
 * @param used usage since the peer's reading before, zero in imported ones
 */
public record ReadingRow(long id, Instant at, long peer, Counters counters, Counters used) {}
