package org.vpnledger.source.openvpn;

import java.time.Duration;

/** When to try again: soon at first, then less and less often, half a minute apart at most. */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Duration UNWANTED = Duration.ofMinutes(10);

  private Duration next = FIRST;
  private long notBefore = System.nanoTime();

  void failed() {
    notBefore = System.nanoTime() + next.toNanos();
    Duration twice = next.multipliedBy(2);
    next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
  }

  /** It must not be tried soon: who is wanted there is somebody else. */
  void unwanted() {
    notBefore = System.nanoTime() + UNWANTED.toNanos();
  }

  void succeeded() {
    next = FIRST;
    notBefore = System.nanoTime();
  }

  boolean isOver() {
    return left().isZero();
  }

  /** Until then; never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, notBefore - System.nanoTime()));
  }
}
