package org.vpnledger.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  @Test
  void the_bound_doubles_up_to_the_longest_and_chance_uses_all_of_it() {
    Duration[] highest = new Duration[12];
    Duration[] lowest = new Duration[12];
    for (int seed = 0; seed < 2000; seed++) {
      Backoff backoff = new Backoff(SHORTEST, LONGEST, new Random(seed));
      for (int i = 0; i < 12; i++) {
        Duration delay = backoff.next();
        assertThat(delay).isBetween(SHORTEST, LONGEST);
        highest[i] = highest[i] == null || delay.compareTo(highest[i]) > 0 ? delay : highest[i];
        lowest[i] = lowest[i] == null || delay.compareTo(lowest[i]) < 0 ? delay : lowest[i];
      }
    }
    assertThat(highest[0]).isLessThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(highest[3]).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(16));
    assertThat(highest[11]).isGreaterThan(Duration.ofSeconds(290));
    assertThat(lowest[11]).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void success_goes_back_and_what_people_must_mend_is_slow() {
    Backoff backoff = new Backoff(SHORTEST, LONGEST, new Random(1));
    for (int i = 0; i < 50; i++) {
      assertThat(backoff.slow()).isBetween(Duration.ofMinutes(1), LONGEST);
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(2));
  }
}
