package org.vpnledger.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Presence;

/** What one read means for each of its peers. */
final class PeerStep {
  private final TunnelState tunnel;
  private final Interval interval;
  private final Booking booking;
  private final List<Entry> entries;
  private final HandshakeReading handshakes;
  private final PresenceStep presence;
  private final IdlePeer idle;
  private final List<PeerState> resets = new ArrayList<>();
  private final Moved total;

  PeerStep(
      Rules rules, TunnelState tunnel, Interval interval, Booking booking, List<Entry> entries) {
    this.tunnel = tunnel;
    this.interval = interval;
    this.booking = booking;
    this.entries = entries;
    this.total = Moved.nothing(booking.spread());
    this.handshakes = new HandshakeReading(interval, rules.threshold());
    this.presence = new PresenceStep(rules, tunnel, interval, handshakes, entries);
    this.idle = new IdlePeer(rules, tunnel, interval);
  }

  /** What all peers moved together. */
  Moved movedInTotal() {
    return total;
  }

  /** The peer's next state; its entries are added. */
  PeerState apply(Connection shown) {
    PeerState remembered = tunnel.peers().get(shown.peer());
    Connection now = remembered == null ? shown : caughtUp(remembered, shown);
    if (remembered != null && idle.isUnchanged(remembered, now)) {
      return booking.rollOn(remembered);
    }
    PeerState before = remembered != null && remembered.listed() ? remembered : null;
    boolean reset = before != null && isReset(before, now);
    PeerState missed =
        before == null && remembered != null && hasNeverLeft(remembered, now) ? remembered : null;
    Counters moved = moved(missed == null ? before : missed, reset, now);
    total.add(moved);

    Liveness liveness =
        missed == null
            ? handshakes.next(before == null ? Liveness.NONE : before.liveness(), now, moved, reset)
            : handshakes.afterMissing(missed.liveness(), now, moved);
    if (before == null) {
      presence.happened(EventType.ADDED, now, null, liveness, interval.now().wall());
    }
    Endpoint left = before == null ? null : before.endpoint();
    Endpoint at = now.endpoint();
    Trail trail = presence.trail(before, now, liveness);
    PeerState next =
        new PeerState(
            now.peer(),
            true,
            now.epoch(),
            now.counters(),
            // A peer that was reset has no endpoint until it comes back: where it was is still
            // known.
            at == null ? left : at,
            now.allowedIps(),
            now.keepaliveSeconds(),
            liveness,
            trail,
            presence.session(remembered, now, liveness, moved),
            booking.book(now.peer(), remembered == null ? Sums.EMPTY : remembered.sums(), moved),
            remembered == null ? moved : remembered.sinceReading().plus(moved),
            rate(moved.rxBytes()),
            rate(moved.txBytes()),
            List.of());
    if (before != null && reset && !before.seen().isZero()) {
      resets.add(next);
    }
    if (before == null || !before.allowedIps().equals(now.allowedIps())) {
      entries.add(
          new Entry.AllowedIpsChanged(
              tunnel.id(), now.peer(), now.allowedIps(), interval.now().wall()));
    }
    if (!next.equals(remembered)) {
      entries.add(new Entry.PeerSaved(tunnel.id(), next));
    }
    return next;
  }

  /**
   * What a read shows of a peer whose handshake was seen while that read was under way: the peer is
   * where it shook hands, whatever the read says of its handshake before.
   */
  private Connection caughtUp(PeerState before, Connection shown) {
    boolean sameLife =
        before.listed()
            && tunnel.present()
            && !before.epoch().isReplacedBy(shown.epoch())
            && !shown.counters().isBelow(before.seen());
    return sameLife && handshakes.isOvertaken(before.liveness(), shown)
        ? new Connection(
            shown.peer(),
            shown.epoch(),
            shown.counters(),
            new Presence.LastHandshake(before.liveness().handshake()),
            before.endpoint(),
            shown.allowedIps(),
            shown.keepaliveSeconds())
        : shown;
  }

  /** Ten thousand counters that an interface's restart resets are one event, not ten thousand. */
  void noteResets() {
    Instant now = interval.now().wall();
    if (resets.size() == 1) {
      PeerState peer = resets.getFirst();
      entries.add(
          new Entry.Happened(
              new Event(
                  EventType.RESET,
                  tunnel.id(),
                  peer.key(),
                  tunnel.nameOf(peer.key()),
                  now,
                  now,
                  peer.endpoint(),
                  null,
                  peer.liveness().handshake(),
                  null)));
    } else if (!resets.isEmpty()) {
      entries.add(
          new Entry.Happened(
              Event.ofTunnel(
                  EventType.RESET,
                  tunnel.id(),
                  now,
                  now,
                  resets.size() + " counters began again")));
    }
  }

  /** A decrease is a reset, never a wrap; one that has overtaken the old value shows otherwise. */
  private boolean isReset(PeerState before, Connection now) {
    return before.epoch().isReplacedBy(now.epoch())
        || now.counters().isBelow(before.seen())
        || handshakes.wentBack(before.liveness(), now)
        // Gone and back, and nothing says that it is the same life of the counter.
        || (!tunnel.present() && !isSameLife(before, now));
  }

  /**
   * Whether reads have merely left it out: a peer that is removed and added again has lost its
   * handshake. Its counter must not be booked once more then.
   */
  private boolean hasNeverLeft(PeerState remembered, Connection now) {
    return handshakes.isTheVeryOne(remembered.liveness(), now) && !isReset(remembered, now);
  }

  private static boolean isSameLife(PeerState before, Connection now) {
    return !now.epoch().scheme().equals("unknown") && before.epoch().equals(now.epoch());
  }

  private Counters moved(@Nullable PeerState before, boolean reset, Connection now) {
    if (interval.last() == null) {
      if (!now.counters().isZero()) {
        entries.add(
            new Entry.CarriedIn(tunnel.id(), now.peer(), interval.now().wall(), now.counters()));
      }
      return Counters.ZERO;
    }
    return before == null || reset ? now.counters() : now.counters().minus(before.seen());
  }

  private long rate(long bytes) {
    long nanos = interval.elapsed().toNanos();
    return nanos == 0 || interval.gap() ? 0 : Math.round(bytes * (1e9 / nanos));
  }
}
