package org.vpnledger.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final Allowance allowance = new Allowance(3, 5);

  private void ask(Duration after) {
    allowance.note(NOON.plus(after));
  }

  private Duration pause(Duration after) {
    return allowance.pause(NOON.plus(after));
  }

  @Test
  void so_many_within_a_minute_and_so_many_within_a_day() {
    ask(Duration.ZERO);
    ask(Duration.ofSeconds(10));
    assertThat(pause(Duration.ofSeconds(20))).isZero();
    ask(Duration.ofSeconds(20));
    assertThat(pause(Duration.ofSeconds(21))).isEqualTo(Duration.ofSeconds(39));
    assertThat(pause(Duration.ofMinutes(1))).isZero();
    ask(Duration.ofMinutes(1));
    ask(Duration.ofMinutes(2));
    assertThat(pause(Duration.ofHours(2))).isEqualTo(Duration.ofHours(22));
    assertThat(pause(Duration.ofDays(1))).isZero();
  }

  @Test
  void a_clock_that_is_put_back_stops_it_for_no_longer_than_a_day_in_all() {
    for (int i = 0; i < 5; i++) {
      ask(Duration.ofDays(300));
    }
    assertThat(pause(Duration.ZERO)).isEqualTo(Duration.ofDays(1));
    assertThat(pause(Duration.ofHours(12))).isEqualTo(Duration.ofHours(12));
    assertThat(pause(Duration.ofDays(1))).isZero();
  }
}
