package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration FIVE = Duration.ofSeconds(5);

  private final Pace pace = new Pace(FIVE, Duration.ofSeconds(30));

  private @Nullable String looks(int count, int millis) {
    String told = null;
    for (int i = 0; i < count; i++) {
      String line = pace.note(Duration.ofMillis(millis));
      told = line == null ? told : line;
    }
    return told;
  }

  @Test
  void a_source_that_takes_no_more_than_a_tenth_keeps_the_interval() {
    assertThat(looks(10, 500)).isNull();
    assertThat(pace.interval()).isEqualTo(FIVE);
  }

  @Test
  void an_interval_of_an_hour_is_kept_whatever_a_look_takes() {
    Duration hour = Duration.ofHours(1);
    Pace hourly = new Pace(hour, hour);
    for (int i = 0; i < 5; i++) {
      assertThat(hourly.note(Duration.ofMinutes(10))).isNull();
    }
    assertThat(hourly.interval()).isEqualTo(hour);
    assertThat(hourly.untilDue(hour.toMillis() * 3 + 1)).isEqualTo(hour.minusMillis(1));
  }

  @Test
  void one_slow_look_is_a_hiccup() {
    looks(3, 10);
    assertThat(looks(1, 4000)).isNull();
    assertThat(looks(3, 10)).isNull();
    assertThat(pace.interval()).isEqualTo(FIVE);
  }

  @Test
  void a_source_that_takes_longer_is_looked_at_less_often_and_that_is_told() {
    assertThat(looks(4, 1200)).isEqualTo("a look takes 1200 ms: looking every 15 s, not every 5 s");
    assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void no_source_is_slowed_beyond_the_bound() {
    looks(4, 60_000);
    assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void it_goes_back_when_there_is_room_again_and_not_to_and_fro() {
    looks(4, 2400);
    assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(25));
    assertThat(looks(4, 1999)).isNull();
    assertThat(looks(4, 20)).isEqualTo("looking every 5 s again");
    assertThat(pace.interval()).isEqualTo(FIVE);
  }

  @Test
  void looks_fall_on_multiples_of_the_interval_by_the_wall_clock() {
    assertThat(pace.untilDue(1_000_003_000)).isEqualTo(Duration.ofSeconds(2));
    assertThat(pace.untilDue(1_000_000_000)).isEqualTo(FIVE);
  }

  @Test
  void whoever_calls_for_looks_gets_a_tenth_of_the_time_too() {
    looks(1, 3000); // the first one loads the program
    assertThat(pace.rest()).isEqualTo(Duration.ofMillis(50));
    looks(3, 9);
    assertThat(pace.rest()).isEqualTo(Duration.ofMillis(90));
  }

  @Test
  void with_equal_bounds_nothing_is_slowed() {
    Pace steady = new Pace(FIVE, FIVE);
    for (int i = 0; i < 5; i++) {
      assertThat(steady.note(Duration.ofSeconds(9))).isNull();
    }
    assertThat(steady.interval()).isEqualTo(FIVE);
  }
}
