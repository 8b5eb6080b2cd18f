package org.vpnledger.store.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteOpenMode;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.StoreException.Reason;

/** Opens the ledger's file. */
final class Databases {
  private static final int WAIT_MILLIS = 10_000;

  private Databases() {}

  /** For writing; creates an empty database where there is none. Does not migrate. */
  static Connection openForWriting(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(WAIT_MILLIS);
    // Without these the log would grow with the largest burst and stay that large.
    config.setJournalSizeLimit(64 << 20);
    config.setCacheSize(-8_192);
    try {
      createPrivate(file);
      return config.createConnection("jdbc:sqlite:" + file);
    } catch (SQLException e) {
      throw SqliteErrors.explain("open", file, e);
    }
  }

  /** Where people connect from is nobody else's business; SQLite's side files follow this mode. */
  private static void createPrivate(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
      }
    } catch (AccessDeniedException e) {
      throw new StoreException(Reason.DENIED, file + ": permission denied: run as root", e);
    } catch (IOException e) {
      throw new StoreException(Reason.OTHER, file + ": cannot be made: " + e.getMessage(), e);
    }
  }

  /**
   * For asking. Changes nothing in the folder, not even by creating the side files of an idle
   * database, so that whoever may read the file may ask.
   */
  static Connection openForReading(Path file) {
    if (!Files.exists(file)) {
      if (Files.exists(file.toAbsolutePath().getParent())
          && !Files.isExecutable(file.toAbsolutePath().getParent())) {
        throw new StoreException(
            Reason.DENIED,
            file + ": permission denied: run as root or as a member of the group that owns it");
      }
      throw new StoreException(
          Reason.ABSENT,
          "no ledger at "
              + file
              + ": start one with 'vpnledger run', or name its folder with --data-dir");
    }
    if (!Files.isReadable(file)) {
      throw new StoreException(
          Reason.DENIED,
          file + ": permission denied: run as root or as a member of the group that owns it");
    }
    boolean idle = !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    SQLiteConfig config = new SQLiteConfig();
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    config.setReadOnly(true);
    config.setBusyTimeout(WAIT_MILLIS);
    config.setCacheSize(-16_384);
    String uri =
        file.toAbsolutePath().toUri().getRawPath() + "?mode=ro" + (idle ? "&immutable=1" : "");
    try {
      Connection connection = config.createConnection("jdbc:sqlite:file:" + uri);
      boolean fit = false;
      try {
        requireKnown(connection, file);
        fit = true;
        return connection;
      } finally {
        if (!fit) {
          connection.close();
        }
      }
    } catch (SQLException e) {
      throw SqliteErrors.explain("open", file, e);
    }
  }

  private static void requireKnown(Connection connection, Path file) throws SQLException {
    int version = version(connection, file);
    if (version == 0) {
      throw new StoreException(Reason.ABSENT, "the ledger at " + file + " is still empty");
    }
    if (version < Migrations.newest()) {
      throw new StoreException(
          Reason.OTHER,
          file + " is of an older version of vpnledger: start the daemon once, which migrates it");
    }
  }

  /** The schema's version, refused if it is newer than this program. */
  static int version(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      int version = row.getInt(1);
      if (version > Migrations.newest()) {
        throw new StoreException(
            Reason.NEWER,
            "%s was written by a newer vpnledger (schema %d, this one knows %d): install that version, nothing was changed"
                .formatted(file, version, Migrations.newest()));
      }
      return version;
    }
  }

  /** Closes what could not be used. */
  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The reason why it could not be used is on its way to the caller and says more.
      System.getLogger(Databases.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
  }

  /** Closes it; what goes wrong says which file. */
  static void close(Connection connection, Path file) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw SqliteErrors.explain("close", file, e);
    }
  }
}
