package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.vpnledger.chain.Link;
import org.vpnledger.store.CheckpointRow;

/** Where the chain of events goes on from when older ones were deleted; these are kept for ever. */
final class Checkpoints {
  private final Connection connection;

  Checkpoints(Connection connection) {
    this.connection = connection;
  }

  void add(long seq, Link link, String head) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR IGNORE INTO checkpoint VALUES (?, ?, ?)")) {
      insert.setLong(1, seq);
      insert.setBytes(2, link.bytes());
      insert.setString(3, head);
      insert.executeUpdate();
    }
  }

  static List<CheckpointRow> read(Query query) {
    return query.list(
        "SELECT seq, hash, head FROM checkpoint ORDER BY seq",
        row -> new CheckpointRow(row.number(), Link.of(row.bytes()), row.text()));
  }
}
