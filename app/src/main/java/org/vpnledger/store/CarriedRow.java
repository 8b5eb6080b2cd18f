package org.vpnledger.store;

import java.time.Instant;

/**
 * What a peer's counter showed when it was first read, or a correction of that.
 *
 * @param peer its number
 * @param at when
 * @param rxBytes may be negative in a correction
 * @param txBytes may be negative in a correction
 */
public record CarriedRow(long peer, Instant at, long rxBytes, long txBytes) {}
