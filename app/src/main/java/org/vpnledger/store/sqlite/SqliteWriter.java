package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.State;
import org.vpnledger.store.FindingRow;
import org.vpnledger.store.HeadSigner;
import org.vpnledger.store.LedgerWriter;
import org.vpnledger.store.MachineRow;
import org.vpnledger.store.NameSourceRow;
import org.vpnledger.store.Retention;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.StoreException.Reason;

/** The one writer of a ledger's file. Used by one thread. */
public final class SqliteWriter implements LedgerWriter {
  /** As often as the shortest buckets close. */
  private static final long EXPIRES_EVERY = Duration.ofMinutes(5).toNanos();

  private final Path file;
  private final Connection connection;
  private final Identities identities;
  private final Meta meta;
  private final Retention retention;
  private final HeadSigner signer;
  private Durability durability = Durability.POWER_CUT;
  private long machineExpired = System.nanoTime() - EXPIRES_EVERY;

  private SqliteWriter(Path file, Connection connection, Retention retention, HeadSigner signer) {
    this.file = file;
    this.connection = connection;
    this.identities = new Identities(connection);
    this.meta = new Meta(file, connection);
    this.retention = retention;
    this.signer = signer;
  }

  /** Opens it for who deletes no events. */
  public static SqliteWriter open(Path file, Retention retention) {
    return open(file, retention, _ -> "");
  }

  /**
   * Opens the file, creating and migrating it as needed; the caller holds the folder's lock.
   *
   * @param signer vouches for what is left of events that are deleted
   */
  public static SqliteWriter open(Path file, Retention retention, HeadSigner signer) {
    Connection connection = Databases.openForWriting(file);
    boolean opened = false;
    try {
      Migrations.run(connection, file, signer);
      SqliteWriter writer = new SqliteWriter(file, connection, retention, signer);
      writer.meta.createGateway();
      opened = true;
      return writer;
    } finally {
      if (!opened) {
        Databases.closeQuietly(connection);
      }
    }
  }

  /**
   * Opens the file of a daemon that runs, and so does not migrate it.
   *
   * @throws StoreException if that daemon is of an older version, which would go on with the file
   */
  public static SqliteWriter openBeside(Path file, Retention retention) {
    Connection connection = Databases.openForWriting(file);
    boolean opened = false;
    try {
      int version = Databases.version(connection, file);
      if (version < Migrations.newest()) {
        throw new StoreException(
            Reason.OTHER,
            file
                + (version == 0
                    ? ": the daemon is just making it: try again in a moment"
                    : ": the daemon that runs is of an older version: restart it first"));
      }
      opened = true;
      return new SqliteWriter(file, connection, retention, _ -> "");
    } catch (SQLException e) {
      throw SqliteErrors.explain("open", file, e);
    } finally {
      if (!opened) {
        Databases.closeQuietly(connection);
      }
    }
  }

  /** The gateway's UUID and the like. */
  public Meta meta() {
    return meta;
  }

  /** The days in force; a zone that differs takes effect at the next midnight. */
  public LedgerCalendar calendar(ZoneId configured, Instant now) {
    return meta.calendar(configured, now);
  }

  @Override
  public State load() {
    try {
      return StateLoader.load(connection);
    } catch (SQLException e) {
      throw SqliteErrors.explain("read", file, e);
    }
  }

  @Override
  public void commit(List<Entry> entries, Durability wanted) {
    try {
      ensure(wanted);
      boolean committed = false;
      try (Appender appender = new Appender(connection, identities, retention, signer)) {
        Transaction.run(connection, () -> appender.append(entries));
        committed = true;
      } finally {
        if (!committed) {
          identities.forget();
        }
      }
    } catch (SQLException e) {
      throw SqliteErrors.explain("write", file, e);
    }
  }

  private void ensure(Durability wanted) throws SQLException {
    if (wanted != durability) {
      execute(
          wanted == Durability.POWER_CUT ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
      durability = wanted;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public @Nullable String cursor(String reaction) {
    return SqliteCursors.cursor(connection, file, reaction);
  }

  @Override
  public void moveCursor(String reaction, String value) {
    SqliteCursors.moveCursor(connection, file, reaction, value);
  }

  @Override
  public void saveNameSources(List<NameSourceRow> sources) {
    try {
      Transaction.run(connection, () -> NameSources.replace(connection, sources));
    } catch (SQLException e) {
      throw SqliteErrors.explain("write", file, e);
    }
  }

  @Override
  public void saveMachine(MachineRow sample) {
    try {
      ensure(Durability.PROCESS);
      long now = System.nanoTime();
      boolean expires = now - machineExpired >= EXPIRES_EVERY;
      Transaction.run(
          connection,
          () -> {
            MachineTable.save(connection, sample);
            if (expires) {
              new Expiry(
                      connection, retention, signer, ExpiryClock.advance(connection, sample.at()))
                  .machine();
            }
          });
      machineExpired = expires ? now : machineExpired;
    } catch (SQLException e) {
      throw SqliteErrors.explain("write", file, e);
    }
  }

  @Override
  public List<FindingRow> findingsAfter(long number, int limit) {
    return FindingTable.after(new Query(connection, file), number, limit);
  }

  /** Equal for as long as nothing was corrected, by this process or another: an import, say. */
  public String corrections() {
    try (Statement statement = connection.createStatement();
        java.sql.ResultSet row =
            statement.executeQuery(
                "SELECT count(*) || ' ' || total(rx) || ' ' || total(tx) FROM correction")) {
      return row.next() ? row.getString(1) : "";
    } catch (SQLException e) {
      throw SqliteErrors.explain("read", file, e);
    }
  }

  /** Bring in old readings; see {@link ReadingImport}. */
  public ReadingImport importer(LedgerCalendar calendar) {
    return new ReadingImport(file, connection, identities, calendar);
  }

  /** Bring in old sessions; see {@link SessionImport}. */
  public SessionImport sessionImporter(LedgerCalendar calendar) {
    return new SessionImport(file, connection, identities, calendar);
  }

  /** The connection, for tests that make it fail. */
  Connection connection() {
    return connection;
  }

  /** Checkpoints the log into the file, so that a stopped ledger is one file. */
  @Override
  public void close() {
    Databases.close(connection, file);
  }
}
