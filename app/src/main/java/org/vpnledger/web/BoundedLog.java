package org.vpnledger.web;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells what strangers can cause any number of times: some lines at once, then one a minute. */
final class BoundedLog {
  private static final int AT_ONCE = 5;
  private static final long EVERY = Duration.ofMinutes(1).toNanos();

  private final Consumer<String> log;
  private final LongSupplier nanoTime;
  private long fullAt;
  private long leftOut;

  BoundedLog(Consumer<String> log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
    fullAt = nanoTime.getAsLong();
  }

  synchronized void say(String line) {
    long now = nanoTime.getAsLong();
    long full = (fullAt - now < 0 ? now : fullAt) + EVERY;
    if (full - now > AT_ONCE * EVERY) {
      leftOut++;
      return;
    }
    fullAt = full;
    log.accept(leftOut == 0 ? line : "%s (%d more like this before)".formatted(line, leftOut));
    leftOut = 0;
  }
}
