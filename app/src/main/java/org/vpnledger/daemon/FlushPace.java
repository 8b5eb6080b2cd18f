package org.vpnledger.daemon;

import java.time.Duration;

/**
 * When to commit: with every poll while that costs less than a hundredth of the time, otherwise
 * less often, and after a minute in any case. Times are nanoseconds of the monotonic clock.
 */
final class FlushPace {
  private static final long LATEST = Duration.ofSeconds(60).toNanos();
  private static final int SHARE = 100;
  private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

  private long lastEnd;
  private long lastDurable;
  private long cost;
  private long notBefore;

  FlushPace(long now) {
    lastEnd = now;
    lastDurable = now;
  }

  boolean isDue(Pending pending, long now) {
    if (pending.isEmpty()) {
      return false;
    }
    if (now < notBefore) {
      return false;
    }
    long since = now - lastEnd;
    return pending.isUrgent() || since >= LATEST || (pending.hasChange() && since >= cost * SHARE);
  }

  /** Whether this commit has to survive a power cut: events do, and something once a minute. */
  boolean mustBeDurable(Pending pending, long now) {
    return pending.isUrgent() || now - lastDurable >= LATEST;
  }

  /** A commit failed: the next attempt waits a little, since what waits grows larger each time. */
  void failed(long now) {
    notBefore = now + PATIENCE;
  }

  void flushed(long start, long end, boolean durable) {
    // Half of the old figure: one commit that waited for the disk must not set the pace for long.
    cost = (cost + (end - start)) / 2;
    lastEnd = end;
    if (durable) {
      lastDurable = end;
    }
  }
}
