package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.store.NameSourceRow;
import org.vpnledger.vpn.PeerKey;

/** The tables of the places that names come from. They hold one moment and no history. */
final class NameSources {
  private NameSources() {}

  static void replace(Connection connection, List<NameSourceRow> sources) throws SQLException {
    try (Statement statement = connection.createStatement();
        Batches batches = new Batches(connection)) {
      statement.executeUpdate("DELETE FROM name_claim");
      statement.executeUpdate("DELETE FROM name_source");
      for (int rank = 0; rank < sources.size(); rank++) {
        NameSourceRow source = sources.get(rank);
        batches
            .row("INSERT INTO name_source (rank, origin, read_ns, problem) VALUES (?, ?, ?, ?)")
            .put(rank)
            .put(source.origin())
            .putNullable(source.readAt())
            .put(source.problem())
            .addBatch();
        for (Map.Entry<PeerKey, String> claim : source.names().entrySet()) {
          batches
              .row("INSERT INTO name_claim (rank, key, name) VALUES (?, ?, ?)")
              .put(rank)
              .put(claim.getKey().text())
              .put(claim.getValue())
              .addBatch();
        }
      }
      batches.run();
    }
  }

  static List<NameSourceRow> read(Query query) {
    Map<Long, Map<PeerKey, String>> claims = new HashMap<>();
    query.list(
        "SELECT rank, key, name FROM name_claim",
        row ->
            claims
                .computeIfAbsent(row.number(), _ -> new HashMap<>())
                .put(new PeerKey(row.text()), row.text()));
    return query.list(
        "SELECT rank, origin, read_ns, problem FROM name_source ORDER BY rank",
        row -> {
          Map<PeerKey, String> names = claims.getOrDefault(row.number(), Map.of());
          return new NameSourceRow(row.text(), row.nullableInstant(), row.nullableText(), names);
        });
  }
}
