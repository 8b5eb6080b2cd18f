package org.vpnledger.hook;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The errands that are in memory: which may start now, which wait for another of the same peer, and
 * which wait for their next attempt. Decides only; not safe for several threads.
 */
final class Window {
  private record Retry(long atNanos, Errand errand) {}

  private final TreeSet<Long> unsettled = new TreeSet<>();
  private final Map<Errand.Line, Deque<Errand>> lines = new HashMap<>();
  private final PriorityQueue<Errand> ready =
      new PriorityQueue<>(Comparator.comparingLong(Errand::seq));
  private final PriorityQueue<Retry> retries =
      new PriorityQueue<>(Comparator.comparingLong(Retry::atNanos));
  private long loaded;

  /**
   * Empty.
   *
   * @param loaded the number of the last event that is of no more concern
   */
  Window(long loaded) {
    this.loaded = loaded;
  }

  int size() {
    return unsettled.size();
  }

  /** The number of the last event that was looked at. */
  long loaded() {
    return loaded;
  }

  /** All up to this event were looked at, and added if they are to be run. */
  void loadedUpTo(long seq) {
    loaded = seq;
  }

  /** Every event up to this one is settled. */
  long settled() {
    return unsettled.isEmpty() ? loaded : unsettled.first() - 1;
  }

  /**
   * Adds one that comes after all others.
   *
   * @param notBefore by the monotonic clock; counts for the first of its line only, since the
   *     others wait for that one anyway
   */
  void add(Errand errand, long notBefore) {
    unsettled.add(errand.seq());
    Deque<Errand> line = lines.computeIfAbsent(errand.line(), _ -> new ArrayDeque<>(2));
    line.add(errand);
    if (line.size() == 1) {
      retries.add(new Retry(notBefore, errand));
    }
  }

  /** Takes one that may start now; absent if there is none. */
  @Nullable Errand next(long now) {
    while (!retries.isEmpty() && retries.element().atNanos() - now <= 0) {
      ready.add(retries.remove().errand());
    }
    return ready.poll();
  }

  /** How long until one that waits for its time may start; absent if none does. */
  @Nullable Long nanosUntilNext(long now) {
    if (!ready.isEmpty()) {
      return 0L;
    }
    Retry first = retries.peek();
    return first == null ? null : Long.valueOf(Math.max(0, first.atNanos() - now));
  }

  /** Whether this one was taken and is neither settled nor put back. */
  boolean holds(Errand errand) {
    Deque<Errand> line = lines.get(errand.line());
    return line != null && errand.equals(line.peek());
  }

  /** One that was taken is done or given up: the next of its peer may start. */
  void settle(Errand errand) {
    Deque<Errand> line = take(errand);
    unsettled.remove(errand.seq());
    if (line.isEmpty()) {
      lines.remove(errand.line());
    } else {
      ready.add(line.element());
    }
  }

  /** One that was taken is to be taken again, as it is now. */
  void again(Errand errand, Errand now, long notBefore) {
    take(errand).addFirst(now);
    retries.add(new Retry(notBefore, now));
  }

  private Deque<Errand> take(Errand errand) {
    Deque<Errand> line = lines.get(errand.line());
    if (line == null || !errand.equals(line.poll())) {
      throw new IllegalStateException("not at the head of its line: event " + errand.seq());
    }
    return line;
  }
}
