package org.vpnledger.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;

/** One good read of one tunnel. */
final class ReadStep {
  /** What a clock that was wrong by decades would spread over: nobody can use more than this. */
  private static final Duration LONGEST_GAP = Duration.ofDays(400);

  private final Rules rules;
  private final TunnelState tunnel;
  private final Observation.Read read;
  private final boolean ownSource;
  private final List<Entry> entries;

  /**
   * A step from {@code tunnel} to the next state.
   *
   * @param ownSource false when a standby read it because its own source cannot
   * @param entries receives what follows
   */
  ReadStep(
      Rules rules,
      TunnelState tunnel,
      Observation.Read read,
      boolean ownSource,
      List<Entry> entries) {
    this.rules = rules;
    this.tunnel = tunnel;
    this.read = read;
    this.ownSource = ownSource;
    this.entries = entries;
  }

  /** The state if the read is not believed. */
  TunnelState doubted() {
    TunnelState doubted = tunnel.withEmptyReads(1);
    entries.add(new Entry.TunnelSaved(doubted));
    return doubted;
  }

  /** The state if it is. */
  TunnelState result() {
    Interval interval = interval();
    noteTunnelEvents(interval);

    Map<PeerKey, PeerState> changed = new HashMap<>();
    Booking booking = new Booking(rules.calendar(), tunnel.id(), interval.spread(), entries);
    PeerStep step = new PeerStep(rules, tunnel, interval, booking, entries);
    Set<PeerKey> seen = HashSet.newHashSet(read.connections().size());
    for (Connection connection : read.connections()) {
      if (seen.add(connection.peer())) {
        note(step.apply(connection), changed);
      }
    }
    if (!seen.containsAll(tunnel.peers().keySet())) {
      tunnel.peers().values().stream()
          .filter(peer -> !seen.contains(peer.key()))
          .sorted(PeerState.BY_KEY)
          .forEach(peer -> note(absent(peer, booking), changed));
    }
    step.noteResets();
    Sums sums = booking.book(null, tunnel.sums(), step.movedInTotal());
    boolean readingDue = isReadingDue();
    Map<PeerKey, PeerState> peers = tunnel.peers(); // nobody changed, most of the time
    if (!changed.isEmpty() || readingDue) {
      Map<PeerKey, PeerState> all = new HashMap<>(tunnel.peers());
      all.putAll(changed);
      if (readingDue) {
        Readings.take(tunnel, all, read.at().wall(), entries);
      }
      peers = Map.copyOf(all);
    }
    TunnelState next =
        new TunnelState(
            tunnel.id(),
            read.device(),
            read.at(),
            true,
            !ownSource,
            0,
            readingDue ? read.at().wall() : tunnel.lastReading(),
            sums,
            peers,
            tunnel.names());
    entries.add(new Entry.TunnelSaved(next));
    return next;
  }

  /** All peers gone at once is rather a read that went wrong: the next one has to confirm it. */
  boolean isSuspiciouslyEmpty() {
    return read.connections().isEmpty()
        && tunnel.emptyReads() == 0
        && tunnel.peers().values().stream().anyMatch(PeerState::listed);
  }

  private Interval interval() {
    Moment last = tunnel.lastRead();
    if (last == null) {
      return new Interval(
          null,
          read.at(),
          Duration.ZERO,
          false,
          Spread.over(rules.calendar(), read.at().wall(), Duration.ZERO, false));
    }
    Duration elapsed = read.at().since(last);
    if (elapsed.compareTo(LONGEST_GAP) > 0) {
      elapsed = LONGEST_GAP;
    }
    boolean gap = elapsed.compareTo(rules.gapAfter()) > 0;
    return new Interval(
        last,
        read.at(),
        elapsed,
        gap,
        Spread.over(rules.calendar(), read.at().wall(), placed(last, elapsed), gap));
  }

  /**
   * How far back the interval lies on the wall clock. As long as that one is only slewed, it begins
   * where the last one ended: else a few milliseconds would lie in a bucket that is closed.
   */
  private Duration placed(Moment last, Duration elapsed) {
    boolean slewed =
        last.clock().equals(read.at().clock())
            && read.at().wallStepSince(last).abs().compareTo(Ledger.CLOCK_TOLERANCE) <= 0;
    Duration byWall = Duration.between(last.wall(), read.at().wall());
    if (!slewed || byWall.compareTo(LONGEST_GAP) > 0) {
      return notBeforeClosed(elapsed);
    }
    return notBeforeClosed(byWall.isNegative() ? Duration.ZERO : byWall);
  }

  /** While the tunnel was gone its buckets were closed: what it moves now, it moved after that. */
  private Duration notBeforeClosed(Duration placed) {
    Instant closed = tunnel.sums().openAt();
    if (tunnel.present() || closed == null || closed.isAfter(read.at().wall())) {
      return placed;
    }
    Duration since = Duration.between(closed, read.at().wall());
    return since.compareTo(placed) < 0 ? since : placed;
  }

  private void noteTunnelEvents(Interval interval) {
    Instant now = read.at().wall();
    if (!tunnel.present()) {
      happened(EventType.TUNNEL_UP, now, now);
    }
    if (tunnel.failing() && ownSource) {
      happened(EventType.SOURCE_RECOVERED, now, now);
    } else if (!tunnel.failing() && !ownSource) {
      entries.add(
          new Entry.Happened(
              Event.ofTunnel(
                  EventType.SOURCE_FAILED,
                  tunnel.id(),
                  now,
                  now,
                  "silent; " + read.tunnel().source() + " reads the tunnel meanwhile")));
    }
    Moment last = interval.last();
    if (interval.gap() && last != null) {
      happened(EventType.GAP, last.wall(), now);
    }
  }

  private void happened(EventType type, Instant at, Instant noticed) {
    entries.add(new Entry.Happened(Event.ofTunnel(type, tunnel.id(), at, noticed, null)));
  }

  private PeerState absent(PeerState peer, Booking booking) {
    PeerState left =
        peer.listed() ? Departure.removed(tunnel, peer, read.at().wall(), entries) : peer;
    return booking.rollOn(left);
  }

  @SuppressWarnings("ReferenceEquality") // what a step did not change is the very same
  private void note(PeerState peer, Map<PeerKey, PeerState> changed) {
    if (peer != tunnel.peers().get(peer.key())) {
      changed.put(peer.key(), peer);
    }
  }

  /** Readings are due at the first read and in each new interval of the local clock. */
  private boolean isReadingDue() {
    Instant last = tunnel.lastReading();
    return last == null || readingNumber(last) != readingNumber(read.at().wall());
  }

  private long readingNumber(Instant at) {
    int offset = rules.calendar().zoneAt(at).getRules().getOffset(at).getTotalSeconds();
    long local = at.atOffset(ZoneOffset.UTC).toEpochSecond() + offset;
    return Math.floorDiv(local, rules.readingInterval().toSeconds());
  }
}
