package org.vpnledger.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;

/**
 * One handshake, seen as it happened. It tells at once what the next read would tell of the peer's
 * presence, and nothing else: no byte is booked, no bucket closed, and no counter begins again.
 * What it leaves open is left to that read.
 */
final class HandshakeStep {
  private final Rules rules;
  private final TunnelState tunnel;
  private final Observation.Handshake shaken;
  private final List<Entry> entries;

  /**
   * A step from {@code tunnel} to the next state.
   *
   * @param entries receives what follows
   */
  HandshakeStep(
      Rules rules, TunnelState tunnel, Observation.Handshake shaken, List<Entry> entries) {
    this.rules = rules;
    this.tunnel = tunnel;
    this.shaken = shaken;
    this.entries = entries;
  }

  /** The next state, which may be the same. */
  TunnelState result() {
    PeerState before = tunnel.peers().get(shaken.peer());
    Moment last = tunnel.lastRead();
    if (before == null || !before.listed() || last == null || !isAfter(last)) {
      return tunnel;
    }
    Connection now = shown(before);
    if (before.liveness().online() && Objects.equals(now.endpoint(), before.endpoint())) {
      return tunnel; // everyone who is there does it every two minutes, and the next read shows it
    }
    Interval interval = since(last);
    HandshakeReading handshakes = new HandshakeReading(interval, rules.threshold());
    if (handshakes.isAhead(now) || handshakes.wentBack(before.liveness(), now)) {
      return tunnel; // the counter has begun again, or the clock is odd: a read has to say which
    }
    Liveness liveness = handshakes.atOnce(before.liveness(), now);
    return liveness.online() ? shaken(before, now, interval, handshakes, liveness) : tunnel;
  }

  private TunnelState shaken(
      PeerState before,
      Connection now,
      Interval interval,
      HandshakeReading handshakes,
      Liveness liveness) {
    PresenceStep presence = new PresenceStep(rules, tunnel, interval, handshakes, entries);
    Trail trail = presence.trail(before, now, liveness);
    @Nullable Session session = presence.session(before, now, liveness, Counters.ZERO);
    PeerState next = before.shaken(now.endpoint(), liveness, trail, session);
    if (next.equals(before)) {
      return tunnel;
    }
    entries.add(new Entry.PeerSaved(tunnel.id(), next));
    Map<PeerKey, PeerState> peers = new HashMap<>(tunnel.peers());
    peers.put(next.key(), next);
    return tunnel.withPeers(Map.copyOf(peers), tunnel.sums());
  }

  /** Ages are on the clock of the last read: with another one they would be meaningless. */
  private boolean isAfter(Moment last) {
    return last.clock().equals(shaken.at().clock())
        && shaken.at().monotonicNanos() >= last.monotonicNanos();
  }

  /** The peer as a read would show it that found nothing else changed. */
  private Connection shown(PeerState before) {
    Endpoint at = shaken.endpoint();
    return new Connection(
        before.key(),
        before.epoch(),
        before.seen(),
        new Presence.LastHandshake(shaken.handshake()),
        at == null ? before.endpoint() : at,
        before.allowedIps(),
        before.keepaliveSeconds());
  }

  /** The last read goes on being the last one: nothing is divided over this interval. */
  private Interval since(Moment last) {
    Moment now = shaken.at();
    Spread nothing = Spread.over(rules.calendar(), now.wall(), Duration.ZERO, false);
    return new Interval(last, now, now.since(last), false, nothing);
  }
}
