package org.vpnledger.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger's days, months and hours. The zone is part of the ledger and may change; then the days
 * before the change stay what they were, so a bucket is a pure function of the moment.
 */
public final class LedgerCalendar {
  private static final long FIVE_MINUTES = 300;
  private static final long HOUR = 3600;

  private final List<ZoneSpan> spans;

  private LedgerCalendar(List<ZoneSpan> spans) {
    this.spans = List.copyOf(spans);
  }

  /** A ledger that has always been in one zone. */
  public static LedgerCalendar of(ZoneId zone) {
    return new LedgerCalendar(List.of(new ZoneSpan(Instant.EPOCH, zone)));
  }

  /**
   * A ledger whose zone has changed.
   *
   * @param spans at least one, oldest first; the first also covers all time before it
   */
  public static LedgerCalendar of(List<ZoneSpan> spans) {
    if (spans.isEmpty()) {
      throw new IllegalArgumentException("a ledger needs a zone");
    }
    for (int i = 1; i < spans.size(); i++) {
      if (!spans.get(i - 1).from().isBefore(spans.get(i).from())) {
        throw new IllegalArgumentException("zones out of order");
      }
    }
    return new LedgerCalendar(spans);
  }

  /** All zones, oldest first. */
  public List<ZoneSpan> spans() {
    return spans;
  }

  /** The zone in force at that moment. */
  public ZoneId zoneAt(Instant at) {
    return spans.get(spanAt(at)).zone();
  }

  /**
   * The same ledger with another zone from the next midnight of the present one on. A change that
   * is pending and not yet in force is replaced.
   */
  public LedgerCalendar withZone(ZoneId zone, Instant now) {
    int current = spanAt(now);
    List<ZoneSpan> next = new ArrayList<>(spans.subList(0, current + 1));
    if (!next.getLast().zone().equals(zone)) {
      next.add(new ZoneSpan(bucketOf(Resolution.DAY, now).end(), zone));
    }
    return new LedgerCalendar(next);
  }

  /** The local date by the zone in force then. */
  public LocalDate dateOf(Instant at) {
    return LocalDate.ofInstant(at, zoneAt(at));
  }

  /** The bucket that the moment belongs to. */
  public Bucket bucketOf(Resolution resolution, Instant at) {
    int span = spanAt(at);
    return switch (resolution) {
      case FIVE_MINUTES -> fixed(at, FIVE_MINUTES, 0); // every zone's offset is a multiple of these
      case HOUR -> hour(at, span);
      case DAY -> day(at, span);
      case MONTH -> month(at, span);
    };
  }

  /** Every bucket that holds a moment of {@code [from, to)}, oldest first. */
  public List<Bucket> bucketsOf(Resolution resolution, Instant from, Instant to) {
    List<Bucket> buckets = new ArrayList<>();
    for (Instant at = from; at.isBefore(to); at = buckets.getLast().end()) {
      buckets.add(bucketOf(resolution, at));
    }
    return buckets;
  }

  private int spanAt(Instant at) {
    int span = spans.size() - 1;
    while (span > 0 && at.isBefore(spans.get(span).from())) {
      span--;
    }
    return span;
  }

  private static Bucket fixed(Instant at, long seconds, long offset) {
    long start = Math.floorDiv(at.getEpochSecond() + offset, seconds) * seconds - offset;
    return new Bucket(Instant.ofEpochSecond(start), Instant.ofEpochSecond(start + seconds));
  }

  /** A transition that is not of whole hours (Lord Howe's half hour) ends an hour early. */
  private Bucket hour(Instant at, int span) {
    ZoneId zone = spans.get(span).zone();
    Bucket whole = fixed(at, HOUR, zone.getRules().getOffset(at).getTotalSeconds());
    Instant start = whole.start();
    Instant end = whole.end();
    ZoneOffsetTransition into = zone.getRules().previousTransition(at.plusNanos(1));
    if (into != null && into.getInstant().isAfter(start)) {
      start = into.getInstant();
    }
    ZoneOffsetTransition out = zone.getRules().nextTransition(at);
    if (out != null && out.getInstant().isBefore(end)) {
      end = out.getInstant();
    }
    return clip(start, end, span);
  }

  private Bucket day(Instant at, int span) {
    ZoneId zone = spans.get(span).zone();
    LocalDate date = LocalDate.ofInstant(at, zone);
    return clip(
        date.atStartOfDay(zone).toInstant(), date.plusDays(1).atStartOfDay(zone).toInstant(), span);
  }

  /** A change of zone does not end a month: it goes on, in the new zone's days. */
  private Bucket month(Instant at, int span) {
    ZoneId zone = spans.get(span).zone();
    YearMonth month = YearMonth.from(LocalDate.ofInstant(at, zone));
    Instant start = month.atDay(1).atStartOfDay(zone).toInstant();
    Instant end = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
    if (span > 0 && start.isBefore(spans.get(span).from())) {
      start = monthStartBefore(span, month);
    }
    if (span + 1 < spans.size() && !spans.get(span + 1).from().isAfter(end)) {
      Instant change = spans.get(span + 1).from();
      end =
          YearMonth.from(LocalDate.ofInstant(change, spans.get(span + 1).zone())).equals(month)
              ? month(change, span + 1).end()
              : change;
    }
    return new Bucket(start, end);
  }

  private Instant monthStartBefore(int span, YearMonth month) {
    Instant change = spans.get(span).from();
    ZoneId earlier = spans.get(span - 1).zone();
    Instant before = change.minusNanos(1);
    if (!YearMonth.from(LocalDate.ofInstant(before, earlier)).equals(month)) {
      return change;
    }
    Instant start = month.atDay(1).atStartOfDay(earlier).toInstant();
    return span > 1 && start.isBefore(spans.get(span - 1).from())
        ? monthStartBefore(span - 1, month)
        : start;
  }

  private Bucket clip(Instant start, Instant end, int span) {
    Instant from = spans.get(span).from();
    Instant to = span + 1 < spans.size() ? spans.get(span + 1).from() : Instant.MAX;
    return new Bucket(start.isBefore(from) && span > 0 ? from : start, end.isAfter(to) ? to : end);
  }
}
