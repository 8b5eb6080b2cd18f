package org.vpnledger.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Moment;

/**
 * From a tunnel's last good read to this one.
 *
 * @param last absent at the very first read
 * @param now this read
 * @param elapsed the time between them by the monotonic clock
 * @param gap whether it is so long that nobody was watching
 * @param spread how it divides over buckets
 */
record Interval(@Nullable Moment last, Moment now, Duration elapsed, boolean gap, Spread spread) {

  /** Nonsense of clocks and tunnels is cut here, well before nanoseconds overflow. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  /** Whether both reads are on one monotonic clock: otherwise the machine was restarted between. */
  boolean isOnOneClock() {
    return last != null && last.clock().equals(now.clock());
  }

  /** How far the wall clock was put back meanwhile, 0 when it was not. */
  long putBackNanos() {
    if (last == null) {
      return 0;
    }
    Duration putBack = now.wallStepSince(last).negated();
    Duration bounded = putBack.compareTo(LONGEST) > 0 ? LONGEST : putBack;
    return bounded.isNegative() ? 0 : bounded.toNanos();
  }
}
