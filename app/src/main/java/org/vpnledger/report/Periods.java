package org.vpnledger.report;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.vpnledger.calendar.Bucket;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;

/** How a report divides time. */
public record Periods(Unit unit, LedgerCalendar calendar) {

  /** The periods that can be asked for. */
  public enum Unit {
    HOUR,
    DAY,
    /** From Monday to Sunday, numbered as ISO 8601 does. */
    WEEK,
    MONTH
  }

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT);

  /** The buckets that the periods are made of. */
  public Resolution resolution() {
    return switch (unit) {
      case HOUR -> Resolution.HOUR;
      case DAY, WEEK -> Resolution.DAY;
      case MONTH -> Resolution.MONTH;
    };
  }

  /** The start of the period that the moment lies in. */
  public Instant startOf(Instant at) {
    Bucket bucket = calendar.bucketOf(resolution(), at);
    if (unit != Unit.WEEK) {
      return bucket.start();
    }
    LocalDate monday = calendar.dateOf(at).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return monday.atStartOfDay(calendar.zoneAt(at)).toInstant();
  }

  /** The end of the period that starts there. */
  public Instant end(Instant start) {
    return unit == Unit.WEEK
        ? calendar.dateOf(start).plusWeeks(1).atStartOfDay(calendar.zoneAt(start)).toInstant()
        : calendar.bucketOf(resolution(), start).end();
  }

  /** The span widened to whole periods. */
  public Span whole(Span span) {
    Instant last = startOf(span.to());
    return new Span(startOf(span.from()), last.equals(span.to()) ? span.to() : end(last));
  }

  /** The starts of all periods of the span. */
  public List<Instant> starts(Span span) {
    Span whole = whole(span);
    TreeSet<Instant> starts = new TreeSet<>();
    for (Instant at = whole.from(); at.isBefore(whole.to()); at = end(at)) {
      starts.add(at);
    }
    return List.copyOf(starts);
  }

  /** {@code 2026-01-31 10:00}, {@code 2026-01-31}, {@code 2026-W05} or {@code 2026-01}. */
  public String label(Instant start) {
    var local = start.atZone(calendar.zoneAt(start));
    return switch (unit) {
      case HOUR -> HOUR.format(local);
      case DAY -> local.toLocalDate().toString();
      case WEEK ->
          String.format(
              Locale.ROOT,
              "%d-W%02d",
              local.get(IsoFields.WEEK_BASED_YEAR),
              local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTH -> MONTH.format(local);
    };
  }
}
