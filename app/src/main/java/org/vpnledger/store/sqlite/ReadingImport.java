package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.store.ImportedReading;
import org.vpnledger.vpn.PeerKey;

/**
 * Brings old readings in, in transactions small enough that a running daemon never waits long.
 * Importing the same again changes nothing, and an import that was interrupted is simply repeated.
 */
public final class ReadingImport {
  private static final int ROWS = 5_000;

  private final Path file;
  private final Connection connection;
  private final Identities identities;
  private final LedgerCalendar calendar;
  private final List<ImportedReading> waiting = new ArrayList<>();
  private final Map<PeerKey, Long> peers = new HashMap<>();
  private final Set<Long> named = new HashSet<>();
  private long added;

  ReadingImport(Path file, Connection connection, Identities identities, LedgerCalendar calendar) {
    this.file = file;
    this.connection = connection;
    this.identities = identities;
    this.calendar = calendar;
  }

  /** Takes one reading; it may be written later. */
  public void add(ImportedReading reading) {
    waiting.add(reading);
    if (waiting.size() >= ROWS) {
      flush();
    }
  }

  /**
   * Writes what waits and makes usage of it all.
   *
   * @return how many readings were new
   */
  public long finish(Instant now) {
    flush();
    List<Long> affected = List.copyOf(new HashSet<>(peers.values()));
    for (int from = 0; from < affected.size(); from += 100) {
      List<Long> some = affected.subList(from, Math.min(affected.size(), from + 100));
      inTransaction(() -> {
        Reconciliation reconciliation = new Reconciliation(connection, now);
        for (long peer : some) {
          reconciliation.ofPeer(peer, calendar);
        }
      });
    }
    return added;
  }

  private void flush() {
    inTransaction(() -> {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT OR IGNORE INTO reading (at_s, peer, rx, tx, used_rx, used_tx, imported)"
                  + " VALUES (?, ?, ?, ?, 0, 0, 1)")) {
        for (ImportedReading reading : waiting) {
          long peer = peer(reading.key());
          new Row.Writer(insert)
              .put(reading.at().getEpochSecond())
              .put(peer)
              .put(reading.counters().rxBytes())
              .put(reading.counters().txBytes())
              .addBatch();
          name(peer, reading);
        }
        for (int rows : insert.executeBatch()) {
          added += rows;
        }
      }
    });
    waiting.clear();
  }

  /** The peer with that key, if exactly one tunnel has it; else it waits for its tunnel. */
  private long peer(PeerKey key) throws SQLException {
    Long known = peers.get(key);
    if (known != null) {
      return known;
    }
    long found = 0;
    int count = 0;
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id FROM peer WHERE key = ?")) {
      select.setString(1, key.text());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found = row.getLong(1);
          count++;
        }
      }
    }
    long peer = count == 1 ? found : identities.peer(Identities.IMPORTED, key);
    peers.put(key, peer);
    return peer;
  }

  /** A peer without a name is called what the file calls it. */
  private void name(long peer, ImportedReading reading) throws SQLException {
    String name = reading.name();
    if (name == null || !named.add(peer)) {
      return;
    }
    try (PreparedStatement update =
            connection.prepareStatement("UPDATE peer SET name = ? WHERE id = ? AND name IS NULL");
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT OR IGNORE INTO name (peer, from_ns, name) VALUES (?, ?, ?)")) {
      update.setString(1, name);
      update.setLong(2, peer);
      if (update.executeUpdate() > 0) {
        insert.setLong(1, peer);
        insert.setLong(2, Nanos.of(reading.at()));
        insert.setString(3, name);
        insert.executeUpdate();
      }
    }
  }

  private void inTransaction(Transaction.Work work) {
    try {
      Transaction.run(connection, work);
    } catch (SQLException e) {
      identities.forget();
      throw SqliteErrors.explain("import into", file, e);
    }
  }
}
