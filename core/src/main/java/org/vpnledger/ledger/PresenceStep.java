package org.vpnledger.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;

/** What a look means for a peer's coming, going and moving about. */
final class PresenceStep {
  private final Rules rules;
  private final TunnelState tunnel;
  private final Interval interval;
  private final HandshakeReading handshakes;
  private final List<Entry> entries;

  PresenceStep(
      Rules rules,
      TunnelState tunnel,
      Interval interval,
      HandshakeReading handshakes,
      List<Entry> entries) {
    this.rules = rules;
    this.tunnel = tunnel;
    this.interval = interval;
    this.handshakes = handshakes;
    this.entries = entries;
  }

  /** The peer's trail after it; a move is told. */
  Trail trail(@Nullable PeerState before, Connection now, Liveness liveness) {
    Endpoint left = before == null ? null : before.endpoint();
    Endpoint at = now.endpoint();
    // What happened on another boot's clock cannot be told to be recent.
    Trail trail = before == null || !interval.isOnOneClock() ? Trail.NONE : before.trail();
    if (left == null || at == null || left.equals(at)) {
      return trail;
    }
    Trail moved = trail.moved(left, at, interval.now());
    if (!moved.isShared()) {
      happened(EventType.ROAMED, now, left, liveness, interval.now().wall());
    } else if (!trail.isShared()) { // once: later moves tell nothing new
      happened(EventType.SHARED_KEY, now, left, liveness, interval.now().wall());
    }
    return moved;
  }

  /** The peer's session after it; its entries and those of coming and going are added. */
  @Nullable Session session(
      @Nullable PeerState before, Connection now, Liveness liveness, Counters moved) {
    Session session = before == null ? null : before.session();
    boolean wasOnline = before != null && before.liveness().online();
    if (before != null && wasOnline && !liveness.online()) {
      // A handshake may have come and grown old since the last read.
      PeerState last =
          before
              .withSession(session == null ? null : session.plus(moved))
              .withLiveness(liveness.handshake() == null ? before.liveness() : liveness);
      entries.add(
          new Entry.Happened(
              Departure.event(EventType.OFFLINE, tunnel, last, interval.now().wall())));
      return Departure.endSession(tunnel, last, interval.now().wall(), entries);
    }
    if (!wasOnline && liveness.online()) {
      Instant start = handshakes.happenedAt(liveness);
      happened(EventType.ONLINE, now, null, liveness, start);
      Session opened = opened(session, start, now).plus(moved);
      entries.add(new Entry.SessionSaved(tunnel.id(), now.peer(), opened));
      return opened;
    }
    if (session == null || !session.isOpen()) {
      return session;
    }
    Endpoint at = now.endpoint();
    return (at == null ? session : session.at(at)).plus(moved);
  }

  private Session opened(@Nullable Session last, Instant start, Connection now) {
    if (last != null
        && last.end() != null
        && last.endpoint() != null
        && last.endpoint().equals(now.endpoint())
        && !start.isAfter(last.end().plus(rules.resume()))) {
      return last.resumed();
    }
    return new Session(
        last == null ? 1 : last.number() + 1,
        start,
        interval.now().wall(),
        null,
        null,
        now.endpoint(),
        Counters.ZERO);
  }

  /** Adds an event of the peer. */
  void happened(
      EventType type, Connection now, @Nullable Endpoint left, Liveness liveness, Instant at) {
    entries.add(
        new Entry.Happened(
            new Event(
                type,
                tunnel.id(),
                now.peer(),
                tunnel.nameOf(now.peer()),
                at,
                interval.now().wall(),
                now.endpoint(),
                left,
                liveness.handshake(),
                null)));
  }
}
