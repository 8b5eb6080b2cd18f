package org.vpnledger.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.Link;
import org.vpnledger.ledger.Liveness;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.Session;
import org.vpnledger.ledger.Sums;
import org.vpnledger.ledger.Trail;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.PeerKey;

/** The hot table: one wide row a peer. */
final class CounterTable {
  private static final String COLUMNS =
      "peer, listed, epoch_scheme, epoch, rx, tx, endpoint, keepalive_s, handshake_ns,"
          + " handshake_monotonic, slack, last_activity_ns, online, trail_endpoint, trail_monotonic,"
          + " trail_alternations, session, session_endpoint, session_rx, session_tx,"
          + " since_reading_rx, since_reading_tx, rx_rate, tx_rate, open_at_ns, five_rx, five_tx,"
          + " hour_rx, hour_tx, hour_est, day_rx, day_tx, day_est, month_rx, month_tx, month_est";

  static final String UPSERT =
      "INSERT OR REPLACE INTO counter (%s) VALUES (%s)"
          .formatted(COLUMNS, "?, ".repeat(COLUMNS.split(",").length - 1) + "?");

  /** The peer's identity, its row, and the session that the row names. */
  static final String SELECT =
      "SELECT p.tunnel, p.key, p.networks, p.name, s.start_ns, s.start_noticed_ns, s.end_ns,"
          + " s.end_noticed_ns, c."
          + COLUMNS.replace(", ", ", c.")
          + " FROM counter c JOIN peer p ON p.id = c.peer"
          + " LEFT JOIN session s ON s.peer = c.peer AND s.number = c.session";

  private CounterTable() {}

  static void add(PreparedStatement upsert, long peer, PeerState state) throws SQLException {
    Liveness liveness = state.liveness();
    Trail trail = state.trail();
    Session session = state.session();
    Counters moved = session == null ? Counters.ZERO : session.moved();
    Sums sums = state.sums();
    new Row.Writer(upsert)
        .put(peer)
        .put(state.listed())
        .put(state.epoch().scheme())
        .put(state.epoch().value())
        .put(state.seen().rxBytes())
        .put(state.seen().txBytes())
        .put(state.endpoint())
        .put(state.keepaliveSeconds())
        .putNullable(liveness.handshake())
        .put(liveness.handshakeNanos())
        .put(liveness.slackNanos())
        .putNullable(liveness.lastActivity())
        .put(liveness.online())
        .put(trail.left().isEmpty() ? null : endpoints(trail.left()))
        .put(trail.switchedNanos())
        .put(trail.returns())
        .putNullable(session == null ? null : Long.valueOf(session.number()))
        .put(session == null ? null : session.endpoint())
        .put(moved.rxBytes())
        .put(moved.txBytes())
        .put(state.sinceReading().rxBytes())
        .put(state.sinceReading().txBytes())
        .put(state.rxRate())
        .put(state.txRate())
        .putNullable(sums.openAt())
        .put(sums.fiveMinutes().rxBytes())
        .put(sums.fiveMinutes().txBytes())
        .put(sums.hour())
        .put(sums.day())
        .put(sums.month())
        .addBatch();
  }

  /**
   * A row of {@link #SELECT} after its first four columns.
   *
   * @param links connections by the peer's number
   */
  static PeerState read(
      Row.Reader row, PeerKey key, List<String> networks, Map<Long, List<Link>> links)
      throws SQLException {
    var start = row.nullableInstant();
    var startNoticed = row.nullableInstant();
    var end = row.nullableInstant();
    var endNoticed = row.nullableInstant();
    long peer = row.number();
    boolean listed = row.flag();
    Epoch epoch = new Epoch(row.text(), row.text());
    Counters seen = new Counters(row.number(), row.number());
    Endpoint endpoint = row.endpoint();
    int keepalive = row.integer();
    var handshake = row.nullableInstant();
    long handshakeNanos = row.number();
    long slack = row.number();
    var activity = row.nullableInstant();
    Liveness liveness = new Liveness(handshake, handshakeNanos, slack, activity, row.flag());
    Trail trail = new Trail(endpoints(row.text()), row.number(), row.integer());
    Long number = row.nullableNumber();
    Endpoint sessionEndpoint = row.endpoint();
    Counters moved = new Counters(row.number(), row.number());
    @Nullable Session session =
        number == null || start == null || startNoticed == null
            ? null
            : new Session(
                number.intValue(), start, startNoticed, end, endNoticed, sessionEndpoint, moved);
    Counters sinceReading = new Counters(row.number(), row.number());
    long rxRate = row.number();
    long txRate = row.number();
    Sums sums = readSums(row);
    return new PeerState(
        key,
        listed,
        epoch,
        seen,
        endpoint,
        networks,
        keepalive,
        liveness,
        trail,
        session,
        sums,
        sinceReading,
        rxRate,
        txRate,
        links.getOrDefault(peer, List.of()));
  }

  /** Endpoints as one column, space separated: none of them holds a space. */
  private static String endpoints(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(" "));
  }

  private static List<Endpoint> endpoints(String column) {
    return column.isEmpty()
        ? List.of()
        : Stream.of(column.split(" ")).map(Endpoint::parse).filter(Objects::nonNull).toList();
  }

  /** The columns open_at_ns to month_est, which the tunnel's table has too. */
  static Sums readSums(Row.Reader row) throws SQLException {
    return new Sums(
        row.nullableInstant(),
        new Amount(row.number(), row.number(), 0),
        row.amount(),
        row.amount(),
        row.amount());
  }
}
