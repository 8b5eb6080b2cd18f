package org.vpnledger.daemon;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often a source is looked at. Looking may take a tenth of the time, no more: a source that
 * takes longer is looked at on every second, third, … multiple of the interval, within the bounds
 * that were set, until it is faster again.
 */
final class Pace {
  private static final int SHARE = 10;

  /** A single slow look is a hiccup: what counts is the middle one of the last three. */
  private static final int REMEMBERED = 3;

  /** Whoever calls for a look at once, time after time, gets at most this many a second. */
  private static final Duration SHORTEST_REST = Duration.ofMillis(50);

  private final Duration shortest;
  private final int most;
  private final long[] took = new long[REMEMBERED];
  private int looks;
  private int multiple = 1;

  /**
   * Within these bounds.
   *
   * @param shortest the interval unless a source is slow
   * @param longest the interval of the slowest
   */
  Pace(Duration shortest, Duration longest) {
    this.shortest = shortest;
    this.most = (int) Math.max(1, longest.dividedBy(shortest));
  }

  /** Between two looks, now. */
  Duration interval() {
    return shortest.multipliedBy(multiple);
  }

  /**
   * Notes how long a look took, whether it told something or not.
   *
   * @return a line for people when the interval is another one from now on
   */
  @Nullable String note(Duration look) {
    took[looks++ % REMEMBERED] = look.toNanos();
    if (looks < REMEMBERED) {
      return null;
    }
    Duration usual = usual();
    long needed = usual.multipliedBy(SHARE).plus(shortest).minusNanos(1).dividedBy(shortest);
    int next = Math.clamp(needed, 1, most);
    // Back only when there is room, or a source on the edge would go to and fro.
    if (next == multiple || (next < multiple && next * 5L >= multiple * 4L)) {
      return null;
    }
    boolean slower = next > multiple;
    multiple = next;
    return slower
        ? "a look takes %s: looking every %d s, not every %d s"
            .formatted(seconds(usual), interval().toSeconds(), shortest.toSeconds())
        : "looking every " + interval().toSeconds() + " s again";
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() + " ms";
  }

  private Duration usual() {
    return Duration.ofNanos(known()[REMEMBERED / 2]);
  }

  /** The last looks, the quickest first. */
  private long[] known() {
    long[] sorted = Arrays.copyOf(took, Math.min(looks, REMEMBERED));
    Arrays.sort(sorted);
    return sorted;
  }

  /** Until the next multiple of the interval by the wall clock, so that buckets end at a look. */
  Duration untilDue(long wallMillis) {
    long step = interval().toMillis();
    return Duration.ofMillis(step - Math.floorMod(wallMillis, step));
  }

  /**
   * How long to rest between a look and one that is asked for at once. The quickest of the last
   * looks tells what one costs: the first ones also load the program.
   */
  Duration rest() {
    Duration share = Duration.ofNanos(looks < 2 ? 0 : known()[0]).multipliedBy(SHARE);
    return share.compareTo(SHORTEST_REST) > 0 ? share : SHORTEST_REST;
  }
}
