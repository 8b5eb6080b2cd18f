package org.vpnledger.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastMomentTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  // 2026-03-29 had no hour from 2 to 3 in Berlin, 2026-10-25 had it twice; 2026-01-29 is a
  // Thursday.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-27 03:12          | 2026-01-29T09:00:00Z | 2026-01-27T02:12:00Z",
        "2026-01-27T03:12:30       | 2026-01-29T09:00:00Z | 2026-01-27T02:12:30Z",
        "2026-01-27T03:12:00Z      | 2026-01-29T09:00:00Z | 2026-01-27T03:12:00Z",
        "2026-10-25T02:30:00+01:00 | 2026-12-01T09:00:00Z | 2026-10-25T01:30:00Z",
        "tuesday 03:12             | 2026-01-29T09:00:00Z | 2026-01-27T02:12:00Z",
        "Tue 3:12                  | 2026-01-29T09:00:00Z | 2026-01-27T02:12:00Z",
        "thursday 03:12            | 2026-01-29T09:00:00Z | 2026-01-29T02:12:00Z",
        "thursday 10:00            | 2026-01-29T09:00:00Z | 2026-01-29T09:00:00Z",
        "thursday 10:00:01         | 2026-01-29T09:00:00Z | 2026-01-22T09:00:01Z",
        "03:12                     | 2026-01-29T09:00:00Z | 2026-01-29T02:12:00Z",
        "23:12                     | 2026-01-29T09:00:00Z | 2026-01-28T22:12:00Z",
        "yesterday 23:12           | 2026-01-29T09:00:00Z | 2026-01-28T22:12:00Z",
        "today 00:00               | 2026-01-29T09:00:00Z | 2026-01-28T23:00:00Z",
        "00:00                     | 2026-01-28T23:00:00Z | 2026-01-28T23:00:00Z",
        // The last half past two before the hour that was left out is that of the day before, or
        // week.
        "02:30                     | 2026-03-29T09:00:00Z | 2026-03-28T01:30:00Z",
        "sunday 02:30              | 2026-03-29T09:00:00Z | 2026-03-22T01:30:00Z",
        "03:30                     | 2026-03-29T09:00:00Z | 2026-03-29T01:30:00Z",
        // Of two of them the later one, unless it is still to come.
        "02:30                     | 2026-10-25T09:00:00Z | 2026-10-25T01:30:00Z",
        "02:30                     | 2026-10-25T00:45:00Z | 2026-10-25T00:30:00Z",
      })
  void a_moment_as_people_say_it(String text, Instant now, Instant moment) {
    assertThat(PastMoment.of(text, now, BERLIN)).isEqualTo(moment);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "today 23:12      | has not been",
        "2026-01-30 10:00 | is still to come",
        "tomorrow 10:00   | is not a time",
        "10:60            | is not a time",
        "10               | is not a time",
        "tuesday          | is not a time",
        "2025-03-30 02:30 | never was in Europe/Berlin: the clocks went from 02:00 to 03:00",
        "2025-10-26 02:30 | write 2025-10-26T02:30:00+02:00 or 2025-10-26T02:30:00+01:00",
      })
  void what_is_none_is_refused_with_one_line(String text, String line) {
    Instant now = Instant.parse("2026-01-29T09:00:00Z");
    assertThatThrownBy(() -> PastMoment.of(text, now, BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(line);
  }

  @Test
  void hostile_text_is_a_moment_that_has_been_or_refused() {
    Random random = new Random(312);
    String likely = "0123456789:::---TZ+ .tuesdaymonyr\u0000\u0661\n";
    Instant now = Instant.parse("2026-10-25T01:15:00Z");
    int understood = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text =
          new StringBuilder(random.nextBoolean() ? "tuesday 03:12" : "2026-01-27 03:12");
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        text.setCharAt(
            random.nextInt(text.length()), likely.charAt(random.nextInt(likely.length())));
      }
      try {
        assertThat(PastMoment.of(text.toString(), now, BERLIN)).isBeforeOrEqualTo(now);
        understood++;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("'").message().doesNotContain("\n", "\u0000");
      }
    }
    assertThat(understood).isGreaterThan(10_000);
  }
}
