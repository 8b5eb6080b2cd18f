package org.vpnledger.name.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteLimits;
import org.sqlite.SQLiteOpenMode;
import org.vpnledger.name.FileContent;
import org.vpnledger.name.NameFileException;
import org.vpnledger.name.NameFormat;
import org.vpnledger.name.ParsedNames;

/**
 * Picks the names out of a database of wg-easy 15 ({@code clients_table(name, public_key, …)}) or
 * of WGDashboard (a table an interface, {@code wg0(id, name, private_key, …)}, where {@code id} is
 * the public key). Secrets stand beside them; they are never asked for.
 *
 * <p>In WAL mode, as wg-easy has it, a copy is read: {@link WalImage}. In the other modes, as
 * WGDashboard has it, SQLite reads the file itself; it makes no file, and holds the lock that every
 * reader holds for some milliseconds.
 */
public final class SqliteNames {
  private static final int WAL = 2;
  private static final int MOST_CLIENTS = 100_000;
  private static final int MOST_TABLES = 100;

  /** What is read is small, whatever else the database holds: more work is a hostile one. */
  private static final int MOST_STEPS = 50_000_000;

  private static final int STEPS = 100_000;

  private SqliteNames() {}

  /**
   * Reads it once.
   *
   * @param shown what messages call it
   * @return absent if it is a database of something else
   */
  public static @Nullable ParsedNames read(Path file, String shown)
      throws IOException, NameFileException {
    try (Connection connection = open(file, shown)) {
      guard(connection);
      return names(connection);
    } catch (SQLException e) {
      // Neither SQLite's text nor a cause: they may quote what stands there.
      throw new NameFileException(shown + ": " + reason(e));
    }
  }

  private static Connection open(Path file, String shown)
      throws IOException, NameFileException, SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(1_000);
    if (!isWal(file)) {
      config.setOpenMode(SQLiteOpenMode.OPEN_URI);
      config.setReadOnly(true);
      String path = file.toAbsolutePath().toUri().getRawPath();
      return config.createConnection("jdbc:sqlite:file:" + path + "?mode=ro");
    }
    byte[] image = WalImage.of(file, shown);
    try {
      SQLiteConnection connection =
          (SQLiteConnection) config.createConnection("jdbc:sqlite::memory:");
      boolean loaded = false;
      try {
        connection.deserialize("main", image);
        loaded = true;
        return connection;
      } finally {
        if (!loaded) {
          connection.close();
        }
      }
    } finally {
      Arrays.fill(image, (byte) 0);
    }
  }

  private static boolean isWal(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] head = FileContent.head(channel, 20);
      return head.length == 20 && head[19] == WAL;
    }
  }

  /** A database is a program too: it may neither use much time nor much memory. */
  private static void guard(Connection connection) throws SQLException {
    SQLiteConnection sqlite = (SQLiteConnection) connection;
    sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, 1 << 20);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA trusted_schema = OFF");
      statement.execute("PRAGMA cell_size_check = ON");
    }
    ProgressHandler.setHandler(
        connection,
        STEPS,
        new ProgressHandler() {
          private int rounds;

          @Override
          protected int progress() {
            return ++rounds > MOST_STEPS / STEPS ? 1 : 0;
          }
        });
  }

  private static @Nullable ParsedNames names(Connection connection) throws SQLException {
    ParsedNames.Collector clients = new ParsedNames.Collector();
    if (!tables(connection, "= 'clients_table'", "public_key", "name").isEmpty()) {
      add(connection, "SELECT public_key, name FROM clients_table", clients);
      return clients.of(NameFormat.WG_EASY_15);
    }
    // Restricted peers stand in a table of their own beside each one, and those that were deleted.
    List<String> interfaces =
        tables(connection, "NOT LIKE '%\\_deleted' ESCAPE '\\'", "id", "name", "private_key");
    for (String table : interfaces) {
      add(
          connection,
          "SELECT id, name FROM \"%s\" WHERE name <> ''".formatted(table.replace("\"", "\"\"")),
          clients);
    }
    return interfaces.isEmpty() ? null : clients.of(NameFormat.WGDASHBOARD);
  }

  /** The real tables of such a name that have all these columns. */
  private static List<String> tables(Connection connection, String name, String... columns)
      throws SQLException {
    StringBuilder sql =
        new StringBuilder(
            "SELECT name FROM sqlite_schema s WHERE type = 'table'"
                + " AND sql NOT LIKE 'CREATE VIRTUAL%' AND name "
                + name);
    for (String column : columns) {
      sql.append(
          " AND EXISTS (SELECT 1 FROM pragma_table_info(s.name) c WHERE c.name = '"
              + column
              + "')");
    }
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql + " ORDER BY name LIMIT " + MOST_TABLES)) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private static void add(Connection connection, String sql, ParsedNames.Collector clients)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql + " LIMIT " + MOST_CLIENTS)) {
      while (rows.next()) {
        clients.add(rows.getString(1), rows.getString(2));
      }
    }
  }

  private static String reason(SQLException e) {
    SQLiteErrorCode code = e instanceof SQLiteException sqlite ? sqlite.getResultCode() : null;
    String name = code == null ? "" : code.name();
    return name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_READONLY")
        ? "is being written"
        : name.startsWith("SQLITE_INTERRUPT") || name.startsWith("SQLITE_TOOBIG")
            ? "not a database that its tool would write"
            : "not a whole SQLite database";
  }
}
