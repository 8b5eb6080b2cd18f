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

  /** Whether both reads are on one monotonic clock: otherwise the machine was restarted between. */
  boolean isOnOneClock() {
    return last != null && last.clock().equals(now.clock());
  }

  /** How far the wall clock was put back meanwhile, 0 when it was not. */
  long putBackNanos() {
    return last == null ? 0 : Math.max(0, -now.wallStepSince(last).toNanos());
  }
}
