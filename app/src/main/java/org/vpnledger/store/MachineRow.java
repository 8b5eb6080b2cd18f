package org.vpnledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The machine's own figures at one moment; each absent where it is not to be had.
 *
 * @param diskPercent how full the chosen disk is, as {@code df} counts it: 0 to 100
 * @param memoryTotalBytes the machine's memory
 * @param memoryUsedBytes of which programs could not have that much
 * @param processes how many there are
 */
public record MachineRow(
    Instant at,
    @Nullable Double diskPercent,
    @Nullable Long memoryTotalBytes,
    @Nullable Long memoryUsedBytes,
    @Nullable Double load1,
    @Nullable Double load5,
    @Nullable Double load15,
    @Nullable Long processes) {}
