package org.vpnledger.source.wireguard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence.LastHandshake;

/**
 * Keeps a handshake that is given as an age at one time. Counted back from each look, the same
 * handshake would move by the second that was rounded off, and by every step of the wall clock; and
 * each move would look like a new handshake, so that nobody ever went offline.
 */
final class SteadyHandshakes {
  /**
   * Rounding moves an age by a second at each end; a peer shakes hands again after five at best.
   */
  private static final Duration TOLERANCE = Duration.ofMillis(2500);

  private Map<PeerKey, Shaken> known = Map.of();

  /** When a handshake was, by the clock that cannot step, and what was said of it first. */
  private record Shaken(Moment at, LastHandshake said) {}

  /** The snapshot with the times that were given out before for the same handshakes. */
  Snapshot steady(Snapshot snapshot, Moment read) {
    if (!snapshot.handshakesAreAges()) {
      known = Map.of();
      return snapshot;
    }
    Map<PeerKey, Shaken> next = new HashMap<>();
    List<Connection> steady = new ArrayList<>(snapshot.connections().size());
    for (Connection connection : snapshot.connections()) {
      steady.add(steady(connection, read, next));
    }
    known = next;
    return new Snapshot(snapshot.device(), steady, true);
  }

  private Connection steady(Connection connection, Moment read, Map<PeerKey, Shaken> next) {
    if (!(connection.presence() instanceof LastHandshake(Instant at)) || at == null) {
      return connection;
    }
    long age = Duration.between(at, read.wall()).toNanos();
    Moment shaken = new Moment(at, read.monotonicNanos() - age, read.clock());
    Shaken before = known.get(connection.peer());
    boolean same =
        before != null
            && shaken.since(before.at).compareTo(TOLERANCE) <= 0
            && before.at.since(shaken).compareTo(TOLERANCE) <= 0;
    Shaken kept = same && before != null ? before : new Shaken(shaken, new LastHandshake(at));
    next.put(connection.peer(), kept);
    return new Connection(
        connection.peer(),
        connection.epoch(),
        connection.counters(),
        kept.said,
        connection.endpoint(),
        connection.allowedIps(),
        connection.keepaliveSeconds());
  }
}
