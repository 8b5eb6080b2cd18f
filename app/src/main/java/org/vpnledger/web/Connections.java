package org.vpnledger.web;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vpnledger.web.Visit.Stage;

/**
 * All connections, from before their TLS handshake to after their end, and one thread that cuts
 * those that are overdue; while there is none, it sleeps. A timeout of each read or write would not
 * do: who sends or takes a byte now and then keeps them all.
 */
final class Connections implements AutoCloseable {
  /** Nobody is cut in favour of others who has kept us waiting for less, unless it is idle. */
  private static final long STALLED = Duration.ofSeconds(1).toNanos();

  /** For saying goodbye in TLS, and for the last answers when the listener is closed. */
  private static final long FAREWELL = Duration.ofSeconds(1).toNanos();

  private final Bounds bounds;
  private final Map<SocketAddress, Visit> visits = new HashMap<>();
  private long wakeAt;
  private boolean asleep;
  private boolean draining;
  private boolean closed;

  Connections(Bounds bounds) {
    this.bounds = bounds;
    Thread.ofPlatform().name("web watch").daemon().start(this::watch);
  }

  /**
   * Takes a connection that was just accepted, perhaps instead of another.
   *
   * @throws IOException if there are too many
   */
  synchronized void admit(SocketChannel channel) throws IOException {
    visits.values().removeIf(visit -> !visit.isOpen());
    long now = System.nanoTime();
    if (draining || (visits.size() >= bounds.connections() && !cutLongestWaiting(now, null))) {
      throw new IOException("too many connections");
    }
    long deadline = now + bounds.headTime().toNanos();
    visits.put(
        Objects.requireNonNull(channel.getRemoteAddress()), new Visit(channel, now, deadline));
    wakeFor(deadline);
  }

  /** That of a client; null if it was cut meanwhile. */
  synchronized @Nullable Visit of(SocketAddress client) {
    return visits.get(client);
  }

  /** The next bytes of the client are being waited for. */
  synchronized void awaits(Visit visit) {
    if (visit.stage() == Stage.ANSWERING || visit.stage() == Stage.WRITING) {
      enter(visit, Stage.IDLE, bounds.idleTime());
    }
  }

  /** Bytes of the client came. */
  synchronized void received(Visit visit) {
    if (visit.stage() == Stage.IDLE) {
      enter(visit, Stage.ARRIVING, bounds.headTime());
    }
  }

  synchronized void answers(Visit visit) {
    enter(visit, Stage.ANSWERING, Duration.ZERO);
  }

  /** Something is about to be written; the time for all of it begins with the first. */
  synchronized void writes(Visit visit) {
    if (visit.stage() != Stage.WRITING) {
      enter(visit, Stage.WRITING, bounds.writeTime());
    }
  }

  synchronized void wrote(Visit visit) {
    visit.progressed(System.nanoTime());
  }

  /** Nothing more is to be read or answered; the socket is about to be closed. */
  synchronized void leaves(Visit visit) {
    enter(visit, Stage.LEAVING, Duration.ofNanos(FAREWELL));
  }

  /**
   * A body is about to be written: it stays in memory until the client has it. If all together are
   * too much, who reads most slowly is cut. One body alone is let through whatever its length.
   */
  synchronized void carries(Visit visit, List<byte[]> body, long bytes) {
    visit.carry(body, bytes);
    while (carriedBytes() > bounds.bodyBytes() && cutLongestWaiting(System.nanoTime(), body)) {
      // the next one, until it is enough
    }
  }

  /** Lists of the same arrays are equal, and arrays are so only to themselves. */
  private long carriedBytes() {
    Set<List<byte[]>> bodies = new HashSet<>();
    long bytes = 0;
    for (Visit visit : visits.values()) {
      if (visit.isOpen() && bodies.add(visit.body())) {
        bytes += visit.bodyBytes();
      }
    }
    return bytes;
  }

  /**
   * Makes room.
   *
   * @param spared if it is memory that is needed: the body that is in use anyway
   * @return whether there was somebody to cut
   */
  private boolean cutLongestWaiting(long now, @Nullable List<byte[]> spared) {
    Optional<Map.Entry<SocketAddress, Visit>> longest =
        visits.entrySet().stream()
            .filter(entry ->
                spared == null
                    ? mayBeCut(entry.getValue(), now)
                    : carriesAnother(entry.getValue(), spared))
            .max(Comparator.comparingLong(entry -> entry.getValue().nanosWaiting(now)));
    longest.ifPresent(entry -> {
      entry.getValue().cut();
      visits.remove(entry.getKey());
    });
    return longest.isPresent();
  }

  private static boolean mayBeCut(Visit visit, long now) {
    return visit.stage() == Stage.IDLE || visit.nanosWaiting(now) >= STALLED;
  }

  private static boolean carriesAnother(Visit visit, List<byte[]> spared) {
    return visit.bodyBytes() > 0 && !visit.body().equals(spared);
  }

  private void enter(Visit visit, Stage stage, Duration time) {
    long now = System.nanoTime();
    long deadline = now + time.toNanos();
    visit.enter(stage, now, deadline);
    if (visit.hasDeadline()) {
      wakeFor(deadline);
    }
  }

  private void wakeFor(long deadline) {
    if (asleep && deadline - wakeAt < 0) {
      notifyAll();
    }
  }

  private synchronized void watch() {
    while (!closed) {
      long now = System.nanoTime();
      visits.values().removeIf(visit -> isOver(visit, now));
      long sleep =
          visits.values().stream()
              .filter(Visit::hasDeadline)
              .mapToLong(visit -> visit.nanosLeft(now))
              .min()
              .orElse(Duration.ofHours(1).toNanos());
      wakeAt = now + sleep;
      asleep = true;
      try {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(sleep, 1_000_000));
      } catch (InterruptedException _) {
        return; // nobody does that but who wants it to end
      } finally {
        asleep = false;
      }
    }
  }

  private static boolean isOver(Visit visit, long now) {
    if (visit.isOpen() && visit.hasDeadline() && visit.nanosLeft(now) <= 0) {
      visit.cut();
    }
    return !visit.isOpen();
  }

  /** Takes no more, ends those where nothing is under way, and gives the others a moment. */
  synchronized void drain() {
    draining = true;
    for (Visit visit : visits.values()) {
      if (visit.stage() == Stage.IDLE || visit.stage() == Stage.ARRIVING) {
        visit.cut();
      }
    }
  }

  /** Cuts what is left. */
  @Override
  public synchronized void close() {
    draining = true;
    visits.values().forEach(Visit::cut);
    visits.clear();
    closed = true;
    notifyAll();
  }
}
