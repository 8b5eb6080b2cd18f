package org.vpnledger.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Protocol;

/** One good read of one tunnel. */
final class ReadStep {
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
    Interval interval = Interval.since(tunnel, read.at(), rules);
    noteTunnelEvents(interval);

    Map<PeerKey, PeerState> changed = new HashMap<>();
    Booking booking = new Booking(rules.calendar(), tunnel.id(), interval.spread(), entries);
    Moved total =
        switch (read.device().protocol()) {
          case WIREGUARD -> peers(interval, booking, changed);
          case OPENVPN -> clients(interval, booking, changed);
        };
    Sums sums = booking.book(null, tunnel.sums(), total);
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

  /** Peers are configured: one that is not shown was removed. Returns what all of them moved. */
  private Moved peers(Interval interval, Booking booking, Map<PeerKey, PeerState> changed) {
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
    return step.movedInTotal();
  }

  /** Clients are who is connected. Returns what all of them moved. */
  private Moved clients(Interval interval, Booking booking, Map<PeerKey, PeerState> changed) {
    LinksStep step = new LinksStep(tunnel, interval, booking, entries);
    Map<PeerKey, List<Connection>> shown = new TreeMap<>();
    tunnel.peers().keySet().forEach(peer -> shown.put(peer, new ArrayList<>()));
    for (Connection connection : read.connections()) {
      shown.computeIfAbsent(connection.peer(), _ -> new ArrayList<>()).add(connection);
    }
    shown.forEach((peer, connections) -> note(step.apply(peer, connections), changed));
    return step.movedInTotal();
  }

  /** All peers gone at once is rather a read that went wrong: the next one has to confirm it. */
  boolean isSuspiciouslyEmpty() {
    return read.device().protocol() == Protocol.WIREGUARD
        && read.connections().isEmpty()
        && tunnel.emptyReads() == 0
        && tunnel.peers().values().stream().anyMatch(PeerState::listed);
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
