package org.vpnledger.place;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How often a service may still be asked: so often within any minute, and within any day. Used by
 * one thread.
 */
final class Allowance {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final int perMinute;
  private final int perDay;
  private final Deque<Instant> asked = new ArrayDeque<>();

  Allowance(int perMinute, int perDay) {
    this.perMinute = perMinute;
    this.perDay = perDay;
  }

  /** It was asked then; also by a daemon before this one. */
  void note(Instant at) {
    asked.addLast(at);
  }

  /** How long to wait until it may be asked; zero for not at all. */
  Duration pause(Instant now) {
    forgetFuture(now);
    while (!asked.isEmpty() && !asked.getFirst().plus(DAY).isAfter(now)) {
      asked.removeFirst();
    }
    Duration day = until(perDay, DAY, now);
    Duration minute = until(perMinute, MINUTE, now);
    return day.compareTo(minute) > 0 ? day : minute;
  }

  /** After a clock was put back, what was asked ahead of it counts as asked now. */
  private void forgetFuture(Instant now) {
    if (asked.stream().anyMatch(at -> at.isAfter(now))) {
      List<Instant> known = asked.stream().map(at -> at.isAfter(now) ? now : at).sorted().toList();
      asked.clear();
      asked.addAll(known);
    }
  }

  private Duration until(int most, Duration span, Instant now) {
    if (asked.size() < most) {
      return Duration.ZERO;
    }
    Instant first = asked.stream().skip(asked.size() - (long) most).findFirst().orElse(now);
    Duration left = Duration.between(now, first.plus(span));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
