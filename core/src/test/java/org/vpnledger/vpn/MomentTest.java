package org.vpnledger.vpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentTest {
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
  private static final long HOUR = 3_600_000_000_000L;
  private final Moment before = new Moment(TEN, 0, "boot 1");

  @Test
  void time_passes_by_the_monotonic_clock_and_a_difference_of_the_wall_clock_is_a_step() {
    Moment now = new Moment(TEN.plusSeconds(60), HOUR, "boot 1");
    assertThat(now.since(before)).isEqualTo(Duration.ofHours(1));
    assertThat(now.wallStepSince(before)).isEqualTo(Duration.ofMinutes(-59));
  }

  @Test
  void clocks_of_two_boots_are_not_compared() {
    Moment now = new Moment(TEN.plusSeconds(60), HOUR, "boot 2");
    assertThat(now.since(before)).isEqualTo(Duration.ofMinutes(1));
    assertThat(now.wallStepSince(before)).isEqualTo(Duration.ZERO);
  }

  @Test
  void no_time_is_negative() {
    assertThat(before.since(new Moment(TEN, HOUR, "boot 1"))).isEqualTo(Duration.ZERO);
    assertThat(before.since(new Moment(TEN.plusSeconds(9), 0, "boot 2"))).isEqualTo(Duration.ZERO);
  }
}
