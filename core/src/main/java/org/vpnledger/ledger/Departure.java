package org.vpnledger.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Moment;

/** How a peer's presence ends. */
final class Departure {
  private Departure() {}

  /** It is still configured, but not there any more. */
  static PeerState offline(TunnelState tunnel, PeerState peer, Instant now, List<Entry> entries) {
    if (!peer.links().isEmpty()) {
      return disconnected(tunnel, peer, now, entries);
    }
    Session ended = endSession(tunnel, peer, now, entries);
    if (peer.liveness().online()) {
      entries.add(new Entry.Happened(event(EventType.OFFLINE, tunnel, peer, now)));
    }
    PeerState next = peer.departed(true, ended);
    entries.add(new Entry.PeerSaved(tunnel.id(), next));
    return next;
  }

  /** A server that is gone has taken all connections with it, and was last heard of at its read. */
  private static PeerState disconnected(
      TunnelState tunnel, PeerState peer, Instant now, List<Entry> entries) {
    Moment read = tunnel.lastRead();
    Instant last = read == null ? now : read.wall();
    List<Link> ended = new ArrayList<>();
    for (Link link : peer.links()) {
      Link next = link.isOpen() ? link.ended(link.seen(), last, now) : link;
      ended.add(next);
      if (link.isOpen()) {
        entries.add(new Entry.SessionSaved(tunnel.id(), peer.key(), next.session()));
      }
    }
    if (peer.liveness().online()) {
      entries.add(
          new Entry.Happened(
              new Event(
                  EventType.OFFLINE,
                  tunnel.id(),
                  peer.key(),
                  tunnel.nameOf(peer.key()),
                  last,
                  now,
                  peer.endpoint(),
                  null,
                  null,
                  null)));
    }
    if (!peer.allowedIps().isEmpty()) {
      entries.add(new Entry.AllowedIpsChanged(tunnel.id(), peer.key(), List.of(), now));
    }
    PeerState next = peer.disconnected(ended);
    entries.add(new Entry.PeerSaved(tunnel.id(), next));
    return next;
  }

  /** The tunnel does not have it any more. */
  static PeerState removed(TunnelState tunnel, PeerState peer, Instant now, List<Entry> entries) {
    Session ended = endSession(tunnel, peer, now, entries);
    entries.add(
        new Entry.Happened(
            new Event(
                EventType.REMOVED,
                tunnel.id(),
                peer.key(),
                tunnel.nameOf(peer.key()),
                now,
                now,
                peer.endpoint(),
                null,
                peer.liveness().handshake(),
                null)));
    PeerState next = peer.departed(false, ended);
    entries.add(new Entry.PeerSaved(tunnel.id(), next));
    return next;
  }

  /** Going offline happens at the last activity; it can only be noticed later. */
  static Event event(EventType type, TunnelState tunnel, PeerState peer, Instant now) {
    return new Event(
        type,
        tunnel.id(),
        peer.key(),
        tunnel.nameOf(peer.key()),
        lastActivity(peer, now),
        now,
        peer.endpoint(),
        null,
        peer.liveness().handshake(),
        null);
  }

  static @Nullable Session endSession(
      TunnelState tunnel, PeerState peer, Instant now, List<Entry> entries) {
    Session session = peer.session();
    if (session == null || !session.isOpen()) {
      return session;
    }
    Session ended = session.endedAt(lastActivity(peer, now), now);
    entries.add(new Entry.SessionSaved(tunnel.id(), peer.key(), ended));
    return ended;
  }

  /** A wall clock that was put back may have left it in the future. */
  private static Instant lastActivity(PeerState peer, Instant now) {
    Instant activity = peer.liveness().lastActivity();
    return activity == null || activity.isAfter(now) ? now : activity;
  }
}
