package org.vpnledger.store.sqlite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Moments as SQLite keeps them: nanoseconds since 1970, which reach to the year 2262. */
final class Nanos {
  private static final long PER_SECOND = 1_000_000_000L;
  private static final long LAST_SECOND = Long.MAX_VALUE / PER_SECOND - 1;

  private Nanos() {}

  /** What lies outside (only a broken clock does) becomes the nearest moment inside. */
  static long of(Instant at) {
    long seconds = Math.clamp(at.getEpochSecond(), -LAST_SECOND, LAST_SECOND);
    return seconds * PER_SECOND + at.getNano();
  }

  static @Nullable Long ofNullable(@Nullable Instant at) {
    return at == null ? null : of(at);
  }

  static Instant at(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
  }
}
