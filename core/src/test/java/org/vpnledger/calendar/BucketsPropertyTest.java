package org.vpnledger.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Buckets cover time without a hole and without an overlap, in whatever zones. */
class BucketsPropertyTest {
  private static final List<String> ZONES =
      ZoneId.getAvailableZoneIds().stream().filter(id -> id.contains("/")).sorted().toList();

  /** Until 2011 Newfoundland's clocks changed a minute after midnight: a date that comes twice. */
  private static final Instant FIRST = Instant.parse("2012-01-01T00:00:00Z");

  @Test
  void buckets_cover_any_range_without_hole_or_overlap() {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      Instant from = FIRST.plusSeconds(random.nextLong(20L * 366 * 86_400));
      LedgerCalendar calendar = calendar(random, from);
      for (Resolution resolution : Resolution.values()) {
        Duration length =
            switch (resolution) {
              case FIVE_MINUTES -> Duration.ofHours(2);
              case HOUR -> Duration.ofDays(3);
              case DAY -> Duration.ofDays(40);
              case MONTH -> Duration.ofDays(200);
            };
        check(calendar, resolution, from, from.plus(length), "seed " + seed);
      }
    }
  }

  /** Some have one zone, some change it up to twice within the time that is looked at. */
  private static LedgerCalendar calendar(Random random, Instant from) {
    LedgerCalendar calendar = LedgerCalendar.of(zone(random));
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      Instant last = calendar.spans().getLast().from();
      Instant now = (last.isAfter(from) ? last : from).plusSeconds(random.nextInt(30 * 86_400));
      calendar = calendar.withZone(zone(random), now);
    }
    return calendar;
  }

  private static ZoneId zone(Random random) {
    return ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
  }

  private static void check(
      LedgerCalendar calendar, Resolution resolution, Instant from, Instant to, String seed) {
    List<Bucket> buckets = calendar.bucketsOf(resolution, from, to);
    String of = seed + ": " + resolution + " of " + calendar.spans() + " from " + from;
    assertThat(buckets.getFirst().contains(from)).as(of).isTrue();
    assertThat(buckets.getLast().contains(to.minusNanos(1))).as(of).isTrue();
    for (int i = 0; i < buckets.size(); i++) {
      Bucket bucket = buckets.get(i);
      if (i > 0) {
        assertThat(bucket.start()).as(of).isEqualTo(buckets.get(i - 1).end());
      }
      // The same bucket, whichever of its moments asks.
      Duration length = Duration.between(bucket.start(), bucket.end());
      for (Instant at :
          List.of(
              bucket.start(),
              bucket.start().plus(length.dividedBy(3)),
              bucket.end().minusNanos(1))) {
        assertThat(calendar.bucketOf(resolution, at)).as(of + " at " + at).isEqualTo(bucket);
      }
    }
  }
}
