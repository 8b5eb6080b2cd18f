package org.vpnledger.ledger;

import java.time.Duration;
import java.time.Instant;
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

  /** What a clock that was wrong by decades would spread over: nobody can use more than this. */
  private static final Duration LONGEST_GAP = Duration.ofDays(400);

  /** From the last good read of that tunnel until then. */
  static Interval since(TunnelState tunnel, Moment at, Rules rules) {
    Moment last = tunnel.lastRead();
    if (last == null) {
      return new Interval(
          null,
          at,
          Duration.ZERO,
          false,
          Spread.over(rules.calendar(), at.wall(), Duration.ZERO, false));
    }
    Duration elapsed = at.since(last);
    if (elapsed.compareTo(LONGEST_GAP) > 0) {
      elapsed = LONGEST_GAP;
    }
    boolean gap = elapsed.compareTo(rules.gapAfter()) > 0;
    return new Interval(
        last,
        at,
        elapsed,
        gap,
        Spread.over(rules.calendar(), at.wall(), placed(tunnel, last, at, elapsed), gap));
  }

  /**
   * How far back the interval lies on the wall clock. As long as that one is only slewed, it begins
   * where the last one ended: else a few milliseconds would lie in a bucket that is closed.
   */
  private static Duration placed(TunnelState tunnel, Moment last, Moment at, Duration elapsed) {
    boolean slewed =
        last.clock().equals(at.clock())
            && at.wallStepSince(last).abs().compareTo(Ledger.CLOCK_TOLERANCE) <= 0;
    Duration byWall = Duration.between(last.wall(), at.wall());
    if (!slewed || byWall.compareTo(LONGEST_GAP) > 0) {
      return notBeforeClosed(tunnel, at, elapsed);
    }
    return notBeforeClosed(tunnel, at, byWall.isNegative() ? Duration.ZERO : byWall);
  }

  /** While the tunnel was gone its buckets were closed: what it moves now, it moved after that. */
  private static Duration notBeforeClosed(TunnelState tunnel, Moment at, Duration placed) {
    Instant closed = tunnel.sums().openAt();
    if (tunnel.present() || closed == null || closed.isAfter(at.wall())) {
      return placed;
    }
    Duration since = Duration.between(closed, at.wall());
    return since.compareTo(placed) < 0 ? since : placed;
  }

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
