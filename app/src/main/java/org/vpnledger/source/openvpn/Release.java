package org.vpnledger.source.openvpn;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** For how long something is left to others; asked for by any thread. */
final class Release {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Semaphore bell = new Semaphore(0);
  private volatile long until = System.nanoTime();
  private volatile Instant ends = Instant.EPOCH;
  private volatile boolean takenBack;

  void ask(Duration howLong) {
    until = System.nanoTime() + howLong.toNanos();
    ends = Instant.now().plus(howLong);
    takenBack = howLong.isZero();
    bell.release();
  }

  boolean isOn() {
    return !left().isZero();
  }

  /** Whether somebody has ended it since this was asked last. */
  boolean isTakenBack() {
    boolean was = takenBack;
    takenBack = false;
    return was;
  }

  /** Waits for so long, or until something is asked for. */
  void await(Duration atMost) throws InterruptedException {
    boolean _ = bell.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    bell.drainPermits();
  }

  /** Until it is over; never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
  }

  /** For people, always the same for as long as it lasts: until when by the clock of this zone. */
  String text(ZoneId zone) {
    return "until %s, as 'vpnledger release' asked for".formatted(CLOCK.format(ends.atZone(zone)));
  }
}
