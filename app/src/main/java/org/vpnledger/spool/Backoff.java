package org.vpnledger.spool;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures: somewhere between the shortest time and a bound that doubles
 * with each failure up to the longest. Chance keeps many gateways from coming back all at once.
 */
public final class Backoff {
  /** Where nothing will change by itself, the shortest time is this part of the longest. */
  private static final int SLOW = 5;

  private final Duration shortest;
  private final Duration longest;
  private final RandomGenerator random;
  private int failures;

  /** Nothing has failed yet. */
  public Backoff(Duration shortest, Duration longest, RandomGenerator random) {
    this.shortest = shortest;
    this.longest = longest;
    this.random = random;
  }

  /** After one more failure. */
  public Duration next() {
    long bound = shortest.toMillis();
    for (int i = 0; i <= failures && bound < longest.toMillis(); i++) {
      bound *= 2;
    }
    failures++;
    return between(shortest.toMillis(), Math.min(bound, longest.toMillis()));
  }

  /** After a failure that people must mend. */
  Duration slow() {
    failures++;
    long least = Math.max(shortest.toMillis(), longest.toMillis() / SLOW);
    return between(least, longest.toMillis());
  }

  /** It worked. */
  public void reset() {
    failures = 0;
  }

  private Duration between(long least, long most) {
    return Duration.ofMillis(least >= most ? most : random.nextLong(least, most + 1));
  }
}
