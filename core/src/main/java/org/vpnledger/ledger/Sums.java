package org.vpnledger.ledger;

import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.Bucket;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;

/**
 * The buckets of one counter that are still open, one of each resolution: those that {@code openAt}
 * lies in. A bucket is closed when a later moment is booked, and never changes again.
 *
 * @param openAt the last moment booked, absent before the first
 */
public record Sums(
    @Nullable Instant openAt, Amount fiveMinutes, Amount hour, Amount day, Amount month) {
  /** A counter of which nothing was booked yet. */
  public static final Sums EMPTY =
      new Sums(null, Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO);

  /** The open sum of that resolution. */
  public Amount of(Resolution resolution) {
    return switch (resolution) {
      case FIVE_MINUTES -> fiveMinutes;
      case HOUR -> hour;
      case DAY -> day;
      case MONTH -> month;
    };
  }

  /**
   * Books what was moved, and closes what ended meanwhile.
   *
   * @param closed receives each bucket that is closed with something in it, oldest first per
   *     resolution
   */
  Sums book(
      LedgerCalendar calendar,
      Spread spread,
      Moved moved,
      BiConsumer<Resolution, Spread.Part> closed) {
    if (moved.isZero() && !isOverdue(calendar, spread)) {
      return this;
    }
    return new Sums(
        spread.end(),
        roll(Resolution.FIVE_MINUTES, calendar, spread, moved, closed),
        roll(Resolution.HOUR, calendar, spread, moved, closed),
        roll(Resolution.DAY, calendar, spread, moved, closed),
        roll(Resolution.MONTH, calendar, spread, moved, closed));
  }

  private Amount roll(
      Resolution resolution,
      LedgerCalendar calendar,
      Spread spread,
      Moved moved,
      BiConsumer<Resolution, Spread.Part> closed) {
    Bucket last = spread.lastBucket(resolution);
    Bucket open = openBucket(resolution, calendar, last);
    Amount sum = of(resolution);
    if (!moved.isZero()) {
      for (Spread.Part part : moved.over(resolution)) {
        if (last.equals(open) && part.bucket().start().isBefore(open.start())) {
          // The wall clock was put back over the start of the open bucket, which is not over yet.
          close(resolution, part.bucket(), part.amount(), closed);
          continue;
        }
        if (!part.bucket().equals(open)) {
          close(resolution, open, sum, closed);
          open = part.bucket();
          sum = Amount.ZERO;
        }
        sum = sum.plus(part.amount());
      }
    }
    if (!last.equals(open)) {
      close(resolution, open, sum, closed);
      sum = Amount.ZERO;
    }
    return sum;
  }

  private Bucket openBucket(Resolution resolution, LedgerCalendar calendar, Bucket last) {
    // Nearly always the moment lies in the same bucket as the last one: no calendar is asked then.
    return openAt == null || last.contains(openAt) ? last : calendar.bucketOf(resolution, openAt);
  }

  private static void close(
      Resolution resolution,
      Bucket bucket,
      Amount sum,
      BiConsumer<Resolution, Spread.Part> closed) {
    if (!sum.isZero()) {
      closed.accept(resolution, new Spread.Part(bucket, sum));
    }
  }

  private boolean isOverdue(LedgerCalendar calendar, Spread spread) {
    for (Resolution resolution : Resolution.values()) {
      Bucket last = spread.lastBucket(resolution);
      if (!of(resolution).isZero() && !openBucket(resolution, calendar, last).equals(last)) {
        return true;
      }
    }
    return false;
  }
}
