package org.vpnledger.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.calendar.Bucket;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.vpn.Counters;

/**
 * How what was moved between two reads is divided over buckets. Made once a read and used for all
 * of its peers.
 */
public final class Spread {

  /** Who looks less often than that cannot tell five minutes from the next either. */
  static final Duration FIVE_MINUTES_WITHIN = Duration.ofMinutes(15);

  /** A longer gap is spread over days and months only. */
  static final Duration HOURS_WITHIN = Duration.ofDays(3);

  /** A longer gap is spread over months only. */
  static final Duration DAYS_WITHIN = Duration.ofDays(100);

  /**
   * One bucket's part.
   *
   * @param bucket the bucket
   * @param untilNanos the part of the whole interval that has passed at the bucket's end
   */
  private record Share(Bucket bucket, double untilNanos) {}

  /**
   * One bucket's bytes.
   *
   * @param bucket the bucket
   * @param amount what belongs to it; may be zero
   */
  public record Part(Bucket bucket, Amount amount) {}

  private final Map<Resolution, List<Share>> shares = new EnumMap<>(Resolution.class);
  private final Map<Resolution, Bucket> last = new EnumMap<>(Resolution.class);
  private final double totalNanos;
  private final boolean gap;
  private final boolean divided;
  private final Instant to;

  private Spread(LedgerCalendar calendar, Instant from, Instant to, boolean gap) {
    this.gap = gap || Duration.between(from, to).compareTo(FIVE_MINUTES_WITHIN) > 0;
    this.to = to;
    this.totalNanos = nanos(from, to);
    for (Resolution resolution : Resolution.values()) {
      last.put(resolution, calendar.bucketOf(resolution, to));
      shares.put(
          resolution,
          isKnown(resolution, Duration.between(from, to), this.gap)
              ? shares(calendar, resolution, from, to)
              : List.of());
    }
    this.divided = shares.values().stream().anyMatch(of -> of.size() > 1);
  }

  /**
   * Divides the interval.
   *
   * @param to when it ended by the wall clock
   * @param lasted how long it was by the monotonic clock: a wall clock that stepped meanwhile
   *     stretches nothing
   * @param gap whether nobody was watching: then five-minute buckets get nothing, and what
   *     straddles a longer bucket is marked as estimated
   */
  public static Spread over(LedgerCalendar calendar, Instant to, Duration lasted, boolean gap) {
    return new Spread(calendar, to.minus(lasted), to, gap);
  }

  /**
   * Over a gap nobody knows the five minutes, and over a long one hours would be an invention, too;
   * to enumerate them for thousands of peers would also take all memory.
   */
  private static boolean isKnown(Resolution resolution, Duration lasted, boolean gap) {
    return !gap
        || switch (resolution) {
          case FIVE_MINUTES -> false;
          case HOUR -> lasted.compareTo(HOURS_WITHIN) <= 0;
          case DAY -> lasted.compareTo(DAYS_WITHIN) <= 0;
          case MONTH -> true;
        };
  }

  private static List<Share> shares(
      LedgerCalendar calendar, Resolution resolution, Instant from, Instant to) {
    List<Share> parts = new ArrayList<>(2);
    for (Bucket bucket : calendar.bucketsOf(resolution, from, to)) {
      Instant end = bucket.end().isBefore(to) ? bucket.end() : to;
      parts.add(new Share(bucket, nanos(from, end)));
    }
    if (parts.isEmpty()) { // no time passed: all of it is now
      parts.add(new Share(calendar.bucketOf(resolution, to), 0));
    }
    return List.copyOf(parts);
  }

  private static double nanos(Instant from, Instant to) {
    Duration length = Duration.between(from, to);
    return length.getSeconds() * 1e9 + length.getNano();
  }

  /** Whether it reaches over a boundary of any bucket. */
  boolean isDivided() {
    return divided;
  }

  /** When the interval ended. */
  Instant end() {
    return to;
  }

  /** The bucket that the interval ended in. */
  Bucket lastBucket(Resolution resolution) {
    Bucket bucket = last.get(resolution);
    if (bucket == null) {
      throw new IllegalStateException("no bucket for " + resolution);
    }
    return bucket;
  }

  /**
   * The parts of {@code moved}, oldest first; rounding goes to the later one, and the sum is exact.
   */
  public List<Part> divide(Resolution resolution, Counters moved) {
    List<Share> of = shares.getOrDefault(resolution, List.of());
    if (of.isEmpty()) {
      return List.of();
    }
    boolean estimated = gap && of.size() > 1;
    List<Part> parts = new ArrayList<>(of.size());
    Counters before = Counters.ZERO;
    for (int i = 0; i < of.size(); i++) {
      Share share = of.get(i);
      Counters until =
          i == of.size() - 1
              ? moved
              : new Counters(
                  part(moved.rxBytes(), share.untilNanos()),
                  part(moved.txBytes(), share.untilNanos()));
      parts.add(new Part(share.bucket(), Amount.of(until.minus(before), estimated)));
      before = until;
    }
    return parts;
  }

  private long part(long bytes, double untilNanos) {
    return Math.min(bytes, (long) Math.floor(bytes * (untilNanos / totalNanos)));
  }
}
