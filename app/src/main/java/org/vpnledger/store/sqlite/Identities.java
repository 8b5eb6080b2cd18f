package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** The row numbers of tunnels and peers. Forgotten after a commit that failed. */
final class Identities {
  /** Peers of imported readings whose tunnel is not known yet. */
  static final TunnelId IMPORTED = new TunnelId("import", "imported");

  /** Likewise for OpenVPN clients, whose keys are names. */
  static final TunnelId IMPORTED_OPENVPN = new TunnelId("import", "openvpn");

  private final Connection connection;
  private final Map<TunnelId, Long> tunnels = new HashMap<>();
  private final Map<Long, Map<PeerKey, Long>> peers = new HashMap<>();

  Identities(Connection connection) {
    this.connection = connection;
  }

  void forget() {
    tunnels.clear();
    peers.clear();
  }

  long tunnel(TunnelId id) throws SQLException {
    Long known = tunnels.get(id);
    if (known != null) {
      return known;
    }
    try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT OR IGNORE INTO tunnel (source, interface) VALUES (?, ?)");
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT id FROM tunnel WHERE source = ? AND interface = ?")) {
      insert.setString(1, id.source());
      insert.setString(2, id.interfaceName());
      insert.executeUpdate();
      select.setString(1, id.source());
      select.setString(2, id.interfaceName());
      long number = number(select);
      tunnels.put(id, number);
      return number;
    }
  }

  long peer(TunnelId tunnelId, PeerKey key) throws SQLException {
    long tunnel = tunnel(tunnelId);
    Map<PeerKey, Long> known = peers.computeIfAbsent(tunnel, _ -> new HashMap<>());
    Long peer = known.get(key);
    if (peer == null) {
      peer = findOrInsert(tunnel, key);
      known.put(key, peer);
    }
    return peer;
  }

  private long findOrInsert(long tunnel, PeerKey key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id FROM peer WHERE tunnel = ? AND key = ?")) {
      select.setLong(1, tunnel);
      select.setString(2, key.text());
      long found = number(select);
      if (found == 0) {
        found = adopt(tunnel, key);
      }
      return found == 0 ? insert(tunnel, key) : found;
    }
  }

  /**
   * A peer that was imported before its tunnel was ever read belongs to that tunnel; also one of
   * whose key only the form for people was known.
   */
  private long adopt(long tunnel, PeerKey key) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT p.id FROM peer p JOIN tunnel t ON t.id = p.tunnel"
                    + " WHERE t.source = ? AND t.interface IN (?, ?) AND p.key IN (?, ?)"
                    + " ORDER BY length(p.key) DESC LIMIT 1");
        PreparedStatement move =
            connection.prepareStatement("UPDATE peer SET tunnel = ?, key = ? WHERE id = ?");
        PreparedStatement correct =
            connection.prepareStatement("UPDATE correction SET tunnel = ? WHERE peer = ?")) {
      select.setString(1, IMPORTED.source());
      select.setString(2, IMPORTED.interfaceName());
      select.setString(3, IMPORTED_OPENVPN.interfaceName());
      select.setString(4, key.text());
      select.setString(5, key.abbreviated());
      long found = number(select);
      if (found != 0) {
        move.setLong(1, tunnel);
        move.setString(2, key.text());
        move.setLong(3, found);
        move.executeUpdate();
        correct.setLong(1, tunnel);
        correct.setLong(2, found);
        correct.executeUpdate();
      }
      return found;
    }
  }

  private long insert(long tunnel, PeerKey key) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO peer (tunnel, key) VALUES (?, ?) RETURNING id")) {
      insert.setLong(1, tunnel);
      insert.setString(2, key.text());
      return number(insert);
    }
  }

  private static long number(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
