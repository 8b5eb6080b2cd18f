package org.vpnledger.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Presence.LastHandshake;

/**
 * Tells the peers of which a read shows nothing new: of ten thousand most of them. For these the
 * whole step would give the state that is there already, with its buckets rolled on at most.
 */
final class IdlePeer {
  private final Interval interval;
  private final long thresholdNanos;
  private final boolean steady;

  IdlePeer(Rules rules, TunnelState tunnel, Interval interval) {
    this.interval = interval;
    this.thresholdNanos = rules.threshold().toNanos();
    this.steady = tunnel.present() && interval.isOnOneClock() && interval.putBackNanos() == 0;
  }

  /** Whether the read changes nothing of the peer but, perhaps, which buckets are open. */
  boolean isUnchanged(PeerState before, Connection now) {
    return steady
        && before.listed()
        && before.rxRate() == 0
        && before.txRate() == 0
        && before.keepaliveSeconds() == now.keepaliveSeconds()
        && before.seen().equals(now.counters())
        && before.epoch().equals(now.epoch())
        && (now.endpoint() == null || now.endpoint().equals(before.endpoint()))
        && before.allowedIps().equals(now.allowedIps())
        && isSameLiveness(before.liveness(), now)
        && isSameSession(before, now);
  }

  private boolean isSameLiveness(Liveness before, Connection now) {
    Instant handshake = now.presence() instanceof LastHandshake(@Nullable Instant at) ? at : null;
    if (handshake == null || before.handshake() == null) {
      return handshake == null
          && before.handshake() == null
          && before.handshakeNanos() == 0
          && before.slackNanos() == 0
          && !before.online();
    }
    long age = interval.now().monotonicNanos() - before.handshakeNanos();
    return handshake.equals(before.handshake())
        && !handshake.isAfter(interval.now().wall())
        && before.slackNanos() >= 0
        && before.slackNanos() <= Interval.LONGEST.toNanos()
        && before.online() == age < thresholdNanos;
  }

  private static boolean isSameSession(PeerState before, Connection now) {
    Session session = before.session();
    return session == null
        || !session.isOpen()
        || now.endpoint() == null
        || now.endpoint().equals(session.endpoint());
  }
}
