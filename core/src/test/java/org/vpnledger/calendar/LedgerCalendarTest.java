package org.vpnledger.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerCalendarTest {
  private static LedgerCalendar in(String zone) {
    return LedgerCalendar.of(ZoneId.of(zone));
  }

  private static Bucket bucket(String start, String end) {
    return new Bucket(Instant.parse(start), Instant.parse(end));
  }

  @Test
  void a_day_of_spring_has_23_hours_and_one_of_autumn_25() {
    LedgerCalendar berlin = in("Europe/Berlin");
    Bucket spring = berlin.bucketOf(Resolution.DAY, Instant.parse("2026-03-29T12:00:00Z"));
    Bucket autumn = berlin.bucketOf(Resolution.DAY, Instant.parse("2026-10-25T12:00:00Z"));
    assertThat(Duration.between(spring.start(), spring.end())).isEqualTo(Duration.ofHours(23));
    assertThat(Duration.between(autumn.start(), autumn.end())).isEqualTo(Duration.ofHours(25));
    assertThat(berlin.bucketsOf(Resolution.HOUR, autumn.start(), autumn.end())).hasSize(25);
  }

  @Test
  void a_day_that_begins_after_midnight_begins_then() {
    LedgerCalendar cairo = in("Africa/Cairo"); // the last Friday of April begins at 01:00
    assertThat(cairo.bucketOf(Resolution.DAY, Instant.parse("2026-04-24T10:00:00Z")))
        .isEqualTo(bucket("2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"));
  }

  @Test
  void half_an_hour_of_lord_howe_is_an_hour_of_its_own() {
    LedgerCalendar howe = in("Australia/Lord_Howe");
    assertThat(
            howe.bucketsOf(
                Resolution.HOUR,
                Instant.parse("2026-04-04T14:00:00Z"),
                Instant.parse("2026-04-04T16:00:00Z")))
        .containsExactly(
            bucket("2026-04-04T14:00:00Z", "2026-04-04T15:00:00Z"),
            bucket("2026-04-04T15:00:00Z", "2026-04-04T15:30:00Z"),
            bucket("2026-04-04T15:30:00Z", "2026-04-04T16:30:00Z"));
  }

  @Test
  void a_month_is_local() {
    assertThat(
            in("Asia/Kathmandu").bucketOf(Resolution.MONTH, Instant.parse("2026-02-10T00:00:00Z")))
        .isEqualTo(bucket("2026-01-31T18:15:00Z", "2026-02-28T18:15:00Z"));
  }

  @Test
  void another_zone_begins_at_the_next_midnight_of_the_present_one() {
    Instant now = Instant.parse("2026-03-10T15:00:00Z");
    LedgerCalendar moved = in("Europe/Berlin").withZone(ZoneId.of("Asia/Kolkata"), now);
    assertThat(moved.spans())
        .last()
        .isEqualTo(new ZoneSpan(Instant.parse("2026-03-10T23:00:00Z"), ZoneId.of("Asia/Kolkata")));
    assertThat(moved.bucketOf(Resolution.DAY, now))
        .isEqualTo(in("Europe/Berlin").bucketOf(Resolution.DAY, now));
    assertThat(moved.bucketOf(Resolution.DAY, Instant.parse("2026-03-11T00:00:00Z")))
        .isEqualTo(bucket("2026-03-10T23:00:00Z", "2026-03-11T18:30:00Z"));
    assertThat(moved.dateOf(Instant.parse("2026-03-10T22:59:59Z")))
        .isEqualTo(LocalDate.of(2026, 3, 10));
  }

  @Test
  void a_change_that_is_pending_is_replaced_or_taken_back() {
    Instant now = Instant.parse("2026-03-10T15:00:00Z");
    LedgerCalendar utc = in("UTC");
    LedgerCalendar pending = utc.withZone(ZoneId.of("Asia/Kolkata"), now);
    assertThat(pending.withZone(ZoneId.of("UTC"), now.plusSeconds(60)).spans())
        .isEqualTo(utc.spans());
    assertThat(pending.withZone(ZoneId.of("Asia/Tokyo"), now.plusSeconds(60)).spans())
        .hasSize(2)
        .last()
        .isEqualTo(new ZoneSpan(Instant.parse("2026-03-11T00:00:00Z"), ZoneId.of("Asia/Tokyo")));
  }

  @Test
  void a_month_goes_on_across_a_change_of_zone() {
    Instant now = Instant.parse("2026-03-10T15:00:00Z");
    LedgerCalendar moved = in("UTC").withZone(ZoneId.of("America/New_York"), now);
    Bucket march = bucket("2026-03-01T00:00:00Z", "2026-04-01T04:00:00Z");
    assertThat(moved.bucketOf(Resolution.MONTH, now)).isEqualTo(march);
    assertThat(moved.bucketOf(Resolution.MONTH, now.plus(Duration.ofDays(5)))).isEqualTo(march);
  }

  @Test
  void a_month_that_ends_with_a_change_to_the_west_goes_on_until_it_ends_there() {
    Instant last = Instant.parse("2026-01-31T12:00:00Z");
    LedgerCalendar moved = in("Asia/Kathmandu").withZone(ZoneId.of("America/New_York"), last);
    Bucket january = bucket("2025-12-31T18:15:00Z", "2026-02-01T05:00:00Z");
    assertThat(moved.bucketOf(Resolution.MONTH, last)).isEqualTo(january);
    assertThat(moved.bucketOf(Resolution.MONTH, Instant.parse("2026-02-01T00:00:00Z")))
        .isEqualTo(january);
  }

  @Test
  void zones_out_of_order_are_refused() {
    ZoneSpan one = new ZoneSpan(Instant.EPOCH, ZoneOffset.UTC);
    assertThatThrownBy(() -> LedgerCalendar.of(List.of(one, one)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LedgerCalendar.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
