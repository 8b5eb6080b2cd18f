package org.vpnledger.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what must come true, and says what was there instead. */
final class Eventually {
  /** More than anything takes that is awaited here, on a machine that is slow and busy besides. */
  static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private Eventually() {}

  /**
   * Looks again and again.
   *
   * @return the first look that satisfies {@code wanted}
   * @throws AssertionError with the last look if none did in time; there are at least two looks
   */
  static <T> T see(String what, Duration limit, Supplier<T> look, Predicate<T> wanted) {
    long deadline = System.nanoTime() + limit.toNanos();
    T seen = look.get();
    while (!wanted.test(seen)) {
      boolean late = System.nanoTime() > deadline;
      pause(PAUSE);
      seen = look.get();
      if (late && !wanted.test(seen)) {
        throw new AssertionError("Not within %s: %s. Last seen: %s".formatted(limit, what, seen));
      }
    }
    return seen;
  }

  static void holds(String what, Duration limit, BooleanSupplier condition) {
    see(what, limit, condition::getAsBoolean, seen -> seen);
  }

  /** For moments that are chosen, as that of a crash; never for hoping that something is done. */
  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
