package org.vpnledger.resource;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The machine at one moment. What could not be read is absent.
 *
 * @param at to the second
 * @param diskPercent how full the chosen disk is, as {@code df} counts it: 0 to 100
 * @param memory of the whole machine
 * @param load the load averages
 * @param processes how many there are
 */
public record Sample(
    Instant at,
    @Nullable Double diskPercent,
    @Nullable Memory memory,
    @Nullable Load load,
    @Nullable Long processes) {}
