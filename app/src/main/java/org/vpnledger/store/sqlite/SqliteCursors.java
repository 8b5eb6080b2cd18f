package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.Cursors;

/** Cursors in the ledger's own file, so that a backup has both, over a connection of their own. */
public final class SqliteCursors implements Cursors {
  private final Path file;
  private final Connection connection;

  private SqliteCursors(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Opens the file of a ledger that its writer has opened and migrated. */
  public static SqliteCursors open(Path file) {
    return new SqliteCursors(file, Databases.openForWriting(file));
  }

  @Override
  public @Nullable String cursor(String reaction) {
    return cursor(connection, file, reaction);
  }

  @Override
  public void moveCursor(String reaction, String value) {
    moveCursor(connection, file, reaction, value);
  }

  static @Nullable String cursor(Connection connection, Path file, String reaction) {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT value FROM cursor WHERE name = ?")) {
      select.setString(1, reaction);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    } catch (SQLException e) {
      throw SqliteErrors.explain("read", file, e);
    }
  }

  static void moveCursor(Connection connection, Path file, String reaction, String value) {
    try (PreparedStatement upsert =
        connection.prepareStatement("INSERT OR REPLACE INTO cursor (name, value) VALUES (?, ?)")) {
      upsert.setString(1, reaction);
      upsert.setString(2, value);
      upsert.executeUpdate();
    } catch (SQLException e) {
      throw SqliteErrors.explain("write", file, e);
    }
  }

  @Override
  public void close() {
    Databases.close(connection, file);
  }
}
