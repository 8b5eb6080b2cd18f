package org.vpnledger.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Presence;

/**
 * What a handshake's wall-clock time says, without trusting the wall clock: a handshake that is new
 * since the last read happened since the last read.
 */
final class HandshakeReading {
  /** Implementations that give an age make the time waver by its rounding. */
  private static final Duration SAME = Duration.ofSeconds(2);

  private final Interval interval;
  private final Duration threshold;

  HandshakeReading(Interval interval, Duration threshold) {
    this.interval = interval;
    this.threshold = threshold;
  }

  /**
   * Whether the handshake went back, which only a counter that began again does. That none is shown
   * any more says nothing: boringtun forgets it when a peer is idle, and a peer that was added
   * again and has not shaken hands yet cannot have moved more than before.
   */
  boolean wentBack(Liveness before, Connection now) {
    Instant handshake = time(now);
    if (before.handshake() == null || handshake == null) {
      return false;
    }
    Duration slack = Duration.ofNanos(before.slackNanos()).plusNanos(interval.putBackNanos());
    return Duration.between(handshake, before.handshake()).compareTo(slack.plus(SAME)) > 0;
  }

  /**
   * Whether the read was under way when the handshake happened that is known, as it is later than
   * the read before this one: then what it shows is older, and no sign of a counter's other life.
   */
  boolean isOvertaken(Liveness before, Connection now) {
    Moment last = interval.last();
    Instant known = before.handshake();
    Instant shown = time(now);
    return last != null
        && known != null
        && interval.isOnOneClock()
        && interval.putBackNanos() == 0
        && before.handshakeNanos() > last.monotonicNanos()
        && (shown == null || Duration.between(shown, known).compareTo(SAME) > 0);
  }

  /**
   * Whether the handshake is yet to come, by the wall clock: that one is odd, then, or was moved.
   */
  boolean isAhead(Connection now) {
    Instant handshake = time(now);
    return handshake != null
        && Duration.between(interval.now().wall(), handshake).compareTo(SAME) > 0;
  }

  /** Whether it is exactly the handshake that was known. */
  boolean isTheVeryOne(Liveness before, Connection now) {
    return before.handshake() != null && before.handshake().equals(time(now));
  }

  /**
   * What is known of the peer after this read.
   *
   * @param reset whether its counter began again, and with it all that was known
   */
  Liveness next(Liveness before, Connection now, Counters moved, boolean reset) {
    return next(before, now, moved, reset, interval.isOnOneClock(), interval.putBackNanos());
  }

  /** The same for a peer that some reads did not show: the machine may have restarted meanwhile. */
  Liveness afterMissing(Liveness before, Connection now, Counters moved) {
    return next(before, now, moved, false, false, interval.putBackNanos());
  }

  /**
   * The same for a handshake that was seen as it happened, between two reads. How far the wall
   * clock was put back since the last read, the next one finds out for the whole interval: counted
   * here too, it would be counted twice. When it happened is known better than to the second.
   */
  Liveness atOnce(Liveness before, Connection now) {
    Liveness next = next(before, now, Counters.ZERO, false, interval.isOnOneClock(), 0);
    return next.handshakeNanos() == before.handshakeNanos()
        ? next
        : new Liveness(
            next.handshake(),
            interval.now().monotonicNanos(),
            next.slackNanos(),
            next.lastActivity(),
            true);
  }

  private Liveness next(
      Liveness before,
      Connection now,
      Counters moved,
      boolean reset,
      boolean agesOn,
      long putBackNanos) {
    Instant shown = time(now);
    Instant handshake = shown == null && !reset ? before.handshake() : shown;
    if (handshake == null) {
      return new Liveness(null, 0, 0, before.lastActivity(), false);
    }
    boolean same =
        before.handshake() != null
            && Duration.between(before.handshake(), handshake).abs().compareTo(SAME) <= 0;
    Instant time = same ? before.handshake() : handshake;
    long nanos =
        same && agesOn
            ? before.handshakeNanos()
            : interval.now().monotonicNanos() - age(handshake, same).toNanos();
    Duration age = Duration.ofNanos(interval.now().monotonicNanos() - nanos);
    boolean online = age.compareTo(threshold) < 0;
    Instant activity = before.lastActivity();
    if (!same) {
      activity = later(activity, interval.now().wall().minus(age));
    }
    if (online && moved.rxBytes() > 0) {
      activity = interval.now().wall();
    }
    long known = same ? before.slackNanos() : 0;
    return new Liveness(time, nanos, slackNanos(known, putBackNanos, handshake), activity, online);
  }

  /**
   * How much earlier the next one may be: a new one, too, may have come before the clock was put
   * back, and one from the future shows that it was, whether anyone was watching or not.
   */
  private long slackNanos(long before, long putBackNanos, Instant handshake) {
    Duration putBack = Duration.ofNanos(before).plusNanos(putBackNanos);
    Duration ahead = Duration.between(interval.now().wall(), handshake);
    return clamp(putBack.compareTo(ahead) > 0 ? putBack : ahead, Interval.LONGEST).toNanos();
  }

  /** When the handshake happened, by today's wall clock. */
  Instant happenedAt(Liveness liveness) {
    Duration age = liveness.handshakeAge(interval.now());
    Instant handshake = liveness.handshake();
    Instant byAge = interval.now().wall().minus(age == null ? Duration.ZERO : age);
    // Normally both are the same moment, and the handshake's own time is the exact one.
    return handshake != null && Duration.between(handshake, byAge).abs().compareTo(SAME) <= 0
        ? handshake
        : byAge;
  }

  private Duration age(Instant handshake, boolean same) {
    Duration byWall = Duration.between(handshake, interval.now().wall());
    if (interval.isOnOneClock() && !same) {
      return clamp(byWall, interval.elapsed());
    }
    if (byWall.compareTo(SAME.negated()) < 0) {
      return threshold; // in the future: its age is unknown, so it does not count as being there
    }
    return clamp(byWall, Interval.LONGEST);
  }

  private static Duration clamp(Duration age, Duration longest) {
    if (age.isNegative()) {
      return Duration.ZERO;
    }
    return age.compareTo(longest) > 0 ? longest : age;
  }

  private static Instant later(@Nullable Instant one, Instant other) {
    return one != null && one.isAfter(other) ? one : other;
  }

  private static @Nullable Instant time(Connection now) {
    return switch (now.presence()) {
      case Presence.LastHandshake(@Nullable Instant at) -> at;
      case Presence.ConnectedSince _ -> null; // it shakes no hands
    };
  }
}
