package org.vpnledger.report;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
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

  /** More rows than that nobody reads, and the answer must fit into memory. */
  private static final long MOST = 100_000;

  /**
   * Refuses spans of too many periods.
   *
   * @throws IllegalArgumentException with one line that says what to do
   */
  public void requireFew(Span span) {
    long length =
        switch (unit) {
          case HOUR -> 1;
          case DAY -> 24;
          case WEEK -> 7 * 24;
          case MONTH -> 28 * 24;
        };
    if (Duration.between(span.from(), span.to()).toHours() / length > MOST) {
      throw new IllegalArgumentException(
          "that is more than %d rows: ask about a shorter time, or by a longer period"
              .formatted(MOST));
    }
  }

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
    // Day by day: the zone may have changed since Monday, and days may be missing.
    Bucket before = calendar.bucketOf(Resolution.DAY, bucket.start().minusNanos(1));
    while (weekOf(before.start()) == weekOf(at)) {
      bucket = before;
      before = calendar.bucketOf(Resolution.DAY, bucket.start().minusNanos(1));
    }
    return bucket.start();
  }

  /** The end of the period that starts there. */
  public Instant end(Instant start) {
    Instant end = calendar.bucketOf(resolution(), start).end();
    while (unit == Unit.WEEK && weekOf(end) == weekOf(start)) {
      end = calendar.bucketOf(Resolution.DAY, end).end();
    }
    return end;
  }

  /** Weeks since that of 29 December 1969, which was a Monday. */
  private long weekOf(Instant at) {
    return Math.floorDiv(calendar.dateOf(at).toEpochDay() + 3, 7L);
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

  /**
   * {@code 2026-01-31 10:00} (with its offset where that hour comes twice), {@code 2026-01-31},
   * {@code 2026-W05} or {@code 2026-01}.
   */
  public String label(Instant start) {
    var local = start.atZone(calendar.zoneAt(start));
    return switch (unit) {
      case HOUR ->
          // The hour that a clock set back shows twice.
          local.getZone().getRules().getValidOffsets(local.toLocalDateTime()).size() > 1
              ? HOUR.format(local) + local.getOffset()
              : HOUR.format(local);
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
