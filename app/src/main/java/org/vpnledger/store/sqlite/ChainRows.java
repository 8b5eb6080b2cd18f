package org.vpnledger.store.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.vpnledger.store.ChainVisitor;

/**
 * The canonical lines of stored events. Of a million events each call into SQLite counts: rows come
 * in hundreds, as JSON that SQLite has made, and the names of peers and tunnels are read once.
 */
final class ChainRows {
  private static final int CHUNK = 500;

  /** A row a line: an array of the columns, and the hash in hexadecimal. */
  private static final String SELECT =
      "SELECT group_concat(json_array(seq, type, tunnel, peer, name, happened_ns, noticed_ns,"
          + " endpoint, old_endpoint, handshake_ns, detail) || hex(hash), char(10))"
          + " FROM (SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT "
          + CHUNK
          + ") WHERE seq <= ?";

  /** What a number stands for, each as JSON text. */
  record Names(Map<Long, byte[]> interfaces, Map<Long, byte[]> sources, Map<Long, byte[]> peers) {}

  private ChainRows() {}

  static void visit(Query query, long after, long to, ChainVisitor visitor) {
    ChainRow row = new ChainRow(names(query));
    try (PreparedStatement select = query.connection().prepareStatement(SELECT)) {
      long seq = after;
      while (seq < to) {
        select.setLong(1, seq);
        select.setLong(2, to);
        byte[] chunk;
        try (ResultSet result = select.executeQuery()) {
          chunk = result.next() ? result.getBytes(1) : null;
        }
        if (chunk == null) {
          return;
        }
        for (int start = 0; start < chunk.length; start = row.end() + 1) {
          row.read(chunk, start);
          if (!visitor.visit(row.seq(), row.line(), row.length(), row.hash())) {
            return;
          }
          seq = row.seq();
        }
      }
    } catch (SQLException e) {
      throw SqliteErrors.explain("read", query.file(), e);
    }
  }

  private static Names names(Query query) {
    return new Names(
        json(query, "SELECT id, json_quote(interface) FROM tunnel"),
        json(query, "SELECT id, json_quote(source) FROM tunnel"),
        json(query, "SELECT id, json_quote(key) FROM peer"));
  }

  private static Map<Long, byte[]> json(Query query, String sql) {
    Map<Long, byte[]> texts = new HashMap<>();
    query.list(sql, row -> texts.put(row.number(), row.text().getBytes(StandardCharsets.UTF_8)));
    return texts;
  }
}
