package org.vpnledger.store.sqlite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Session;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** Finds the session that an event belongs to. */
final class SessionAt {
  // What an open session has moved so far stands with the counter.
  private static final String SELECT =
      "SELECT s.number, s.start_ns, s.start_noticed_ns, s.end_ns, s.end_noticed_ns, s.endpoint,"
          + " CASE WHEN s.end_ns IS NULL AND c.session = s.number THEN c.session_rx ELSE s.rx END,"
          + " CASE WHEN s.end_ns IS NULL AND c.session = s.number THEN c.session_tx ELSE s.tx END"
          + " FROM session s JOIN peer p ON p.id = s.peer JOIN tunnel t ON t.id = p.tunnel"
          + " LEFT JOIN counter c ON c.peer = s.peer"
          + " WHERE t.source = ? AND t.interface = ? AND p.key = ? AND s.start_noticed_ns <= ?"
          + " AND (s.end_noticed_ns IS NULL OR s.end_noticed_ns >= ?)"
          + " ORDER BY s.number DESC LIMIT 1";

  private SessionAt() {}

  static @Nullable Session of(Query query, TunnelId tunnel, PeerKey peer, Instant noticed) {
    return query
        .list(
            SELECT,
            Row.Reader::session,
            tunnel.source(),
            tunnel.interfaceName(),
            peer.text(),
            Nanos.of(noticed),
            Nanos.of(noticed))
        .stream()
        .findFirst()
        .orElse(null);
  }
}
