package org.vpnledger.store.sqlite;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.EventType;
import org.vpnledger.ledger.Session;
import org.vpnledger.store.EventQuery;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.NameRow;
import org.vpnledger.store.PlacingRow;
import org.vpnledger.store.SessionRow;
import org.vpnledger.store.SightRow;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.EndpointFilter;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** Who was there when, and where. */
final class PresenceQueries {
  private static final String NETWORKS =
      "SELECT n.networks FROM network n JOIN peer p ON p.id = n.peer"
          + " JOIN tunnel t ON t.id = p.tunnel"
          + " WHERE t.source = ? AND t.interface = ? AND p.key = ?";

  private final Query query;

  PresenceQueries(Query query) {
    this.query = query;
  }

  List<SessionRow> sessions(Instant from, Instant to, @Nullable Set<Long> peers, int limit) {
    return query.list(
        "SELECT s.peer, s.number, s.start_ns, s.start_noticed_ns, s.end_ns, s.end_noticed_ns, s.endpoint,"
            + " CASE WHEN s.end_ns IS NULL AND c.session = s.number THEN c.session_rx ELSE s.rx END,"
            + " CASE WHEN s.end_ns IS NULL AND c.session = s.number THEN c.session_tx ELSE s.tx END,"
            + " CASE WHEN s.end_ns IS NULL AND c.session = s.number THEN c.session_endpoint END, s.measured"
            + " FROM session s LEFT JOIN counter c ON c.peer = s.peer"
            + " WHERE s.start_ns < ? AND (s.end_ns IS NULL OR s.end_ns >= ?)"
            + Query.in("s.peer", peers)
            + " ORDER BY s.start_ns DESC LIMIT ?",
        PresenceQueries::session,
        Nanos.of(to),
        Nanos.of(from),
        Math.min(limit, LedgerReader.MOST_ROWS));
  }

  private static SessionRow session(Row.Reader row) throws SQLException {
    long peer = row.number();
    Session saved = row.session();
    Endpoint latest = row.endpoint();
    return new SessionRow(peer, latest == null ? saved : saved.at(latest), row.flag());
  }

  /** The rest of a WHERE clause, which begins with AND or is empty. */
  String conditions(EventQuery asked, List<Object> parameters) {
    StringBuilder sql = new StringBuilder();
    sql.append(Query.in("e.peer", asked.peers())).append(Query.in("e.tunnel", asked.tunnels()));
    Collection<EventType> types = asked.types();
    if (types != null) {
      types.forEach(type -> parameters.add(type.name()));
      sql.append(" AND e.type IN (")
          .append(String.join(",", types.stream().map(_ -> "?").toList()));
      sql.append(')');
    }
    EndpointFilter endpoint = asked.endpoint();
    if (endpoint != null) {
      sql.append(" AND ");
      sql.append(condition(endpoint).sql("e.endpoint", "e.old_endpoint", parameters));
    }
    return sql.toString();
  }

  private EndpointCondition condition(EndpointFilter endpoint) {
    try {
      return EndpointCondition.on(query.connection(), endpoint);
    } catch (SQLException e) {
      throw SqliteErrors.explain("read", query.file(), e);
    }
  }

  Set<Long> peersSeenAt(EndpointFilter endpoint) {
    List<Object> parameters = new ArrayList<>();
    EndpointCondition condition = condition(endpoint);
    String sql =
        "SELECT peer FROM event WHERE peer IS NOT NULL AND "
            + condition.sql("endpoint", parameters)
            + " UNION SELECT peer FROM session WHERE "
            + condition.sql("endpoint", parameters)
            + " UNION SELECT peer FROM counter WHERE "
            + condition.sql("session_endpoint", parameters);
    return new HashSet<>(query.list(sql, Row.Reader::number, parameters.toArray()));
  }

  void placings(Instant since, @Nullable Set<Long> peers, Consumer<PlacingRow> each) {
    query.each(
        "SELECT peer, type, happened_ns, noticed_ns, endpoint FROM event"
            + " WHERE type IN ('ONLINE', 'ROAMED', 'SHARED_KEY', 'OFFLINE', 'REMOVED')"
            // Not by the index of times alone: what it finds would have to be sorted.
            + " AND seq >= (SELECT min(seq) FROM event WHERE noticed_ns >= ?)"
            + Query.in("peer", peers)
            + " ORDER BY seq",
        row ->
            new PlacingRow(
                row.number(),
                EventType.valueOf(row.text()),
                row.instant(),
                row.instant(),
                row.endpoint()),
        each,
        Nanos.of(since));
  }

  void sights(Instant since, Consumer<SightRow> each) {
    query.each(
        "SELECT peer, endpoint, max(happened_ns) FROM event WHERE type IN"
            + " ('ONLINE', 'ROAMED', 'SHARED_KEY', 'OFFLINE', 'REMOVED') AND endpoint IS NOT NULL"
            + " AND seq >= (SELECT min(seq) FROM event WHERE noticed_ns >= ?) GROUP BY 1, 2"
            + " UNION ALL SELECT peer, endpoint, max(coalesce(end_ns, start_ns)) FROM session"
            + " WHERE start_ns >= ? AND endpoint IS NOT NULL GROUP BY 1, 2",
        row -> {
          long peer = row.number();
          Endpoint endpoint = row.endpoint();
          Instant last = row.instant();
          return Optional.ofNullable(endpoint).map(at -> new SightRow(peer, at, last));
        },
        sight -> sight.ifPresent(each),
        Nanos.of(since),
        Nanos.of(since));
  }

  List<NameRow> names() {
    return query.list(
        "SELECT peer, from_ns, name FROM name ORDER BY peer, from_ns LIMIT "
            + LedgerReader.MOST_ROWS,
        row -> new NameRow(row.number(), row.instant(), row.nullableText()));
  }

  /** All networks that were ever routed to a peer, the first ones first. */
  List<List<String>> networksOf(TunnelId tunnel, PeerKey peer) {
    return query.list(
        NETWORKS + " ORDER BY n.from_ns LIMIT 1000",
        row -> StateLoader.networks(row.text()),
        tunnel.source(),
        tunnel.interfaceName(),
        peer.text());
  }

  /** The networks that were routed to a peer at that time; none if that is not known. */
  List<String> networksAt(TunnelId tunnel, PeerKey peer, Instant at) {
    return query
        .list(
            NETWORKS + " AND n.from_ns <= ? ORDER BY n.from_ns DESC LIMIT 1",
            row -> StateLoader.networks(row.text()),
            tunnel.source(),
            tunnel.interfaceName(),
            peer.text(),
            Nanos.of(at))
        .stream()
        .findFirst()
        .orElse(List.of());
  }
}
