package org.vpnledger.source.openvpn;

import java.time.Duration;

/** For how long something is left to others; asked for by any thread. */
final class Release {
  private volatile long until = System.nanoTime();

  void ask(Duration howLong) {
    until = System.nanoTime() + howLong.toNanos();
  }

  boolean isOn() {
    return !left().isZero();
  }

  /** Until it is over; never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
  }

  /** For people. */
  @Override
  public String toString() {
    return "for %d more seconds ('vpnledger release' asked for that)"
        .formatted(left().toSeconds() + 1);
  }
}
