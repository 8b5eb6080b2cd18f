package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Link;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.State;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.LinkTroubles;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/** Reads the ledger's state from the hot tables. */
final class StateLoader {
  private static final String TUNNELS =
      "SELECT id, source, interface, public_key, listen_port, firewall_mark, "
          + TunnelFacts.COLUMNS
          + ", read_at_ns,"
          + " read_monotonic, read_clock, present, failing, empty_reads, last_reading_ns, open_at_ns,"
          + " five_rx, five_tx, hour_rx, hour_tx, hour_est, day_rx, day_tx, day_est,"
          + " month_rx, month_tx, month_est FROM tunnel WHERE NOT (source = ? AND interface IN (?, ?))";

  private StateLoader() {}

  /** Networks as one column, space separated: no address holds a space. */
  static List<String> networks(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split(" "));
  }

  static State load(Connection connection) throws SQLException {
    Map<Long, Map<PeerKey, PeerState>> peers = peers(connection);
    Map<Long, Map<PeerKey, GivenName>> names = names(connection);
    List<TunnelState> tunnels = new ArrayList<>();
    try (var select = connection.prepareStatement(TUNNELS)) {
      select.setString(1, Identities.IMPORTED.source());
      select.setString(2, Identities.IMPORTED.interfaceName());
      select.setString(3, Identities.IMPORTED_OPENVPN.interfaceName());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          tunnels.add(tunnel(new Row.Reader(rows), peers, names));
        }
      }
    }
    return State.of(tunnels);
  }

  private static TunnelState tunnel(
      Row.Reader row,
      Map<Long, Map<PeerKey, PeerState>> peers,
      Map<Long, Map<PeerKey, GivenName>> names)
      throws SQLException {
    long id = row.number();
    TunnelId tunnel = new TunnelId(row.text(), row.text());
    @Nullable String publicKey = row.nullableText();
    int port = row.integer();
    long mark = row.number();
    Protocol protocol = TunnelFacts.protocol(row);
    Noticing noticing = TunnelFacts.noticing(row);
    LinkTroubles troubles = TunnelFacts.troubles(row);
    @Nullable Instant readAt = row.nullableInstant();
    long monotonic = row.number();
    String clock = row.text();
    boolean read = readAt != null;
    return new TunnelState(
        tunnel,
        read ? new Device(publicKey, port, mark, troubles, noticing, protocol) : null,
        readAt == null ? null : new Moment(readAt, monotonic, clock),
        row.flag(),
        row.flag(),
        row.integer(),
        row.nullableInstant(),
        CounterTable.readSums(row),
        Map.copyOf(peers.getOrDefault(id, Map.of())),
        Map.copyOf(names.getOrDefault(id, Map.of())));
  }

  private static Map<Long, Map<PeerKey, PeerState>> peers(Connection connection)
      throws SQLException {
    Map<Long, Map<PeerKey, PeerState>> peers = new HashMap<>();
    Map<Long, List<Link>> links = LinkTable.load(connection);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(CounterTable.SELECT)) {
      Row.Reader row = new Row.Reader(rows);
      while (rows.next()) {
        long tunnel = row.next().number();
        PeerKey key = new PeerKey(row.text());
        List<String> networks = networks(row.text());
        row.nullableText(); // the name, which names() reads for peers without a counter too
        PeerState peer = CounterTable.read(row, key, networks, links);
        peers.computeIfAbsent(tunnel, _ -> new HashMap<>()).put(key, peer);
      }
    }
    return peers;
  }

  private static Map<Long, Map<PeerKey, GivenName>> names(Connection connection)
      throws SQLException {
    Map<Long, Map<PeerKey, GivenName>> names = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT tunnel, key, name, name_origin FROM peer WHERE name IS NOT NULL")) {
      while (rows.next()) {
        names
            .computeIfAbsent(rows.getLong(1), _ -> new HashMap<>())
            .put(
                new PeerKey(rows.getString(2)),
                new GivenName(rows.getString(3), rows.getString(4)));
      }
    }
    return names;
  }
}
