package org.vpnledger.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.ZoneSpan;
import org.vpnledger.report.Periods.Unit;

class PeriodsTest {
  private static final LedgerCalendar BERLIN = LedgerCalendar.of(ZoneId.of("Europe/Berlin"));

  private static Span span(String from, String to) {
    return new Span(Instant.parse(from), Instant.parse(to));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Pacific/Apia",
        "Africa/Cairo",
        "America/Sao_Paulo"
      })
  void periods_cover_a_year_without_gap_or_overlap(String zone) {
    for (int year : new int[] {2011, 2026}) { // Apia had no 30 December 2011
      for (Unit unit : Unit.values()) {
        Periods periods = new Periods(unit, LedgerCalendar.of(ZoneId.of(zone)));
        cover(periods, span(year + "-01-01T00:00:00Z", (year + 1) + "-01-03T00:00:00Z"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void periods_cover_a_change_of_zone(Unit unit) {
    LedgerCalendar moved =
        LedgerCalendar.of(
            List.of(
                new ZoneSpan(Instant.EPOCH, ZoneId.of("Europe/Berlin")),
                new ZoneSpan(Instant.parse("2026-01-07T23:00:00Z"), ZoneId.of("Asia/Tokyo"))));
    cover(new Periods(unit, moved), span("2026-01-01T00:00:00Z", "2026-02-15T00:00:00Z"));
  }

  private static void cover(Periods periods, Span span) {
    Instant expected = periods.whole(span).from();
    for (Instant start : periods.starts(span)) {
      assertThat(start).as("%s", periods).isEqualTo(expected);
      expected = periods.end(start);
      assertThat(periods.startOf(start)).isEqualTo(start);
      assertThat(periods.startOf(expected.minusSeconds(1))).isEqualTo(start);
    }
    assertThat(expected).isEqualTo(periods.whole(span).to()).isAfterOrEqualTo(span.to());
  }

  @Test
  void days_of_a_clock_change_have_23_and_25_hours() {
    Periods hours = new Periods(Unit.HOUR, BERLIN);
    assertThat(hours.starts(span("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"))).hasSize(23);
    List<String> labels =
        hours.starts(span("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")).stream()
            .map(hours::label)
            .toList();
    assertThat(labels).hasSize(25).doesNotHaveDuplicates();
    assertThat(labels).contains("2026-10-25 02:00+02:00", "2026-10-25 02:00+01:00");
    Periods days = new Periods(Unit.DAY, BERLIN);
    Instant start = days.startOf(Instant.parse("2026-10-25T12:00:00Z"));
    assertThat(Duration.between(start, days.end(start))).isEqualTo(Duration.ofHours(25));
  }

  @Test
  void weeks_begin_on_monday_and_are_numbered_as_iso_8601_does() {
    Periods weeks = new Periods(Unit.WEEK, BERLIN);
    Instant newYear = weeks.startOf(Instant.parse("2027-01-01T12:00:00Z"));
    assertThat(newYear).isEqualTo("2026-12-27T23:00:00Z");
    assertThat(weeks.label(newYear)).isEqualTo("2026-W53");
    Instant change = weeks.startOf(Instant.parse("2026-03-27T00:00:00Z"));
    assertThat(Duration.between(change, weeks.end(change))).isEqualTo(Duration.ofHours(167));
  }
}
