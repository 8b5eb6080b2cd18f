package org.vpnledger.calendar;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The zone that the ledger's days are in, from a moment on.
 *
 * @param from the first moment, a midnight of the zone before it
 * @param zone the zone in force until the next span
 */
public record ZoneSpan(Instant from, ZoneId zone) {}
