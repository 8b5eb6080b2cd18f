package org.vpnledger.hook;

import java.time.Duration;
import java.util.List;

/**
 * How long to wait after a run that failed.
 *
 * @param pauses after the first failure, the second, …; the last one for all that follow
 */
record Backoff(List<Duration> pauses) {
  static final Backoff USUAL =
      new Backoff(
          List.of(
              Duration.ofSeconds(1),
              Duration.ofSeconds(5),
              Duration.ofSeconds(30),
              Duration.ofMinutes(2),
              Duration.ofMinutes(10),
              Duration.ofMinutes(30)));

  Backoff {
    pauses = List.copyOf(pauses);
  }

  Duration after(int attempts) {
    return pauses.get(Math.clamp(attempts - 1L, 0, pauses.size() - 1));
  }

  /** Nothing waits longer. */
  Duration longest() {
    return pauses.getLast();
  }
}
