package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Outcome;
import org.vpnledger.ledger.Rules;
import org.vpnledger.ledger.State;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;
import org.vpnledger.vpn.Observation;

/** A ledger on the disk as a daemon keeps it: what is applied is committed when told to. */
final class KeptLedger implements AutoCloseable {
  /** So long that nothing expires by itself. */
  static final Retention FOR_EVER = new Retention(100_000, 100_000, 300, 100_000, 100_000, 100_000);

  private final Path file;
  private final Retention retention;
  private final ZoneId zone;
  private final List<Entry> waiting = new ArrayList<>();
  private final List<Entry> committed = new ArrayList<>();
  private SqliteWriter writer;
  private Ledger ledger;
  private State state;

  KeptLedger(Path file, ZoneId zone, Retention retention, Instant now) {
    this.file = file;
    this.zone = zone;
    this.retention = retention;
    this.writer = SqliteWriter.open(file, retention);
    this.ledger = new Ledger(Rules.of(writer.calendar(zone, now)));
    this.state = writer.load();
  }

  KeptLedger(Path file, ZoneId zone) {
    this(file, zone, FOR_EVER, Instant.EPOCH);
  }

  SqliteWriter writer() {
    return writer;
  }

  State state() {
    return state;
  }

  /** Every entry that was committed. */
  List<Entry> entries() {
    return committed;
  }

  void apply(Observation observation) {
    adopt(ledger.apply(state, observation));
  }

  void adopt(Outcome outcome) {
    state = outcome.state();
    waiting.addAll(outcome.entries());
  }

  Ledger ledger() {
    return ledger;
  }

  void commit() {
    writer.commit(List.copyOf(waiting), Durability.PROCESS);
    committed.addAll(waiting);
    waiting.clear();
  }

  /** Applies and commits. */
  void read(Observation... observations) {
    for (Observation observation : observations) {
      apply(observation);
    }
    commit();
  }

  /** What is committed as the next process finds it. */
  void restart(Instant now) {
    writer.close();
    writer = SqliteWriter.open(file, retention);
    ledger = new Ledger(Rules.of(writer.calendar(zone, now)));
    state = writer.load();
    waiting.clear();
  }

  SqliteReader reader() {
    return SqliteReader.open(file);
  }

  List<String> rows(String sql) {
    return rows(file, sql);
  }

  /** A query's rows, columns separated by bars. */
  static List<String> rows(Path file, String sql) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringJoiner row = new StringJoiner("|");
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(row.toString());
      }
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
    return rows;
  }

  @Override
  public void close() {
    writer.close();
  }
}
