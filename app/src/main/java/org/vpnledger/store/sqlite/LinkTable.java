package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.ledger.Link;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Epoch;

/** The connections of OpenVPN clients; what else is known of one stands in its session's row. */
final class LinkTable {
  private static final String SELECT =
      "SELECT l.peer, l.epoch_scheme, l.epoch, l.rx, l.tx, s.number, s.start_ns,"
          + " s.start_noticed_ns, s.end_ns, s.end_noticed_ns, s.endpoint, s.rx, s.tx FROM link l"
          + " JOIN session s ON s.peer = l.peer AND s.number = l.session"
          + " ORDER BY l.peer, l.session";

  private LinkTable() {}

  /** These are the client's now. */
  static void replace(Batches batches, long peer, List<Link> links) throws SQLException {
    batches.row("DELETE FROM link WHERE peer = ?").put(peer).addBatch();
    for (Link link : links) {
      batches
          .row(
              "INSERT OR REPLACE INTO link (peer, session, epoch_scheme, epoch, rx, tx)"
                  + " VALUES (?, ?, ?, ?, ?, ?)")
          .put(peer)
          .put(link.session().number())
          .put(link.epoch().scheme())
          .put(link.epoch().value())
          .put(link.seen().rxBytes())
          .put(link.seen().txBytes())
          .addBatch();
    }
  }

  /** All that are remembered, by the peer's number. */
  static Map<Long, List<Link>> load(Connection connection) throws SQLException {
    Map<Long, List<Link>> links = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SELECT)) {
      Row.Reader row = new Row.Reader(rows);
      while (rows.next()) {
        long peer = row.next().number();
        Epoch epoch = new Epoch(row.text(), row.text());
        Counters seen = new Counters(row.number(), row.number());
        links
            .computeIfAbsent(peer, _ -> new ArrayList<>())
            .add(new Link(epoch, seen, row.session()));
      }
    }
    return links;
  }
}
