package org.vpnledger.vpn;

import java.time.Duration;
import java.time.Instant;

/**
 * When something was observed, by both clocks: the wall clock says which day the bytes belong to,
 * the monotonic one how long something took, because wall clocks step.
 *
 * @param wall the wall clock
 * @param monotonicNanos nanoseconds since an arbitrary start
 * @param clock names the monotonic clock: values of different clocks (another boot) cannot be
 *     compared
 */
public record Moment(Instant wall, long monotonicNanos, String clock) {

  /**
   * The time that passed since {@code earlier}: monotonic where the two can be compared, otherwise
   * by the wall clock, and never negative.
   */
  public Duration since(Moment earlier) {
    Duration passed =
        clock.equals(earlier.clock)
            ? Duration.ofNanos(monotonicNanos - earlier.monotonicNanos)
            : Duration.between(earlier.wall, wall);
    return passed.isNegative() ? Duration.ZERO : passed;
  }

  /**
   * How far the wall clock was moved since {@code earlier}: positive when it was put forward, zero
   * when nobody can tell.
   */
  public Duration wallStepSince(Moment earlier) {
    return clock.equals(earlier.clock)
        ? Duration.between(earlier.wall, wall).minusNanos(monotonicNanos - earlier.monotonicNanos)
        : Duration.ZERO;
  }
}
