package org.vpnledger.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteLimits;
import org.sqlite.SQLiteOpenMode;
import org.vpnledger.store.ImportedSession;
import org.vpnledger.store.ImportedStatistics;
import org.vpnledger.store.MachineRow;
import org.vpnledger.store.PlaceRow;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.StoreException.Reason;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.PeerKey;

/**
 * The database of OpenVPN Statistics ({@code connection.db}), as its program makes it:
 *
 * <pre>
 * connections(common_name, real_address, bytes_received, bytes_sent, connected_since, db_updated, ip_id)
 * ips(id, ip, city, region, country, table_updated, provider)
 * system_resources(table_updated, disk_percentage, memory, load_average_1, …_5, …_15, proc_no)
 * </pre>
 *
 * A row of connections is a session, with its counters as they were last seen; {@code
 * connected_since} is OpenVPN's own text. Only that table is always there. The file is opened
 * read-only; SQLite holds the lock that every reader holds for some milliseconds.
 */
public final class StatisticsDatabase {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int WAL = 2;
  private static final int MOST_SESSIONS = 500_000;
  private static final int MOST_OTHERS = 1_000_000;
  private static final int STEPS = 100_000;
  private static final long MOST_STEPS = 2_000_000_000L;
  private static final int LONGEST_TEXT = 200;

  private final Path file;
  private final LocalTexts times;
  private final Instant latest;

  private StatisticsDatabase(Path file, ZoneId zone, Instant latest) {
    this.file = file;
    this.times = new LocalTexts(zone);
    this.latest = latest;
  }

  /** Whether a file is an SQLite database, by its first bytes. */
  public static boolean isDatabase(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  /**
   * Reads it all.
   *
   * @param zone the one of its times, which are local ones
   * @param latest sessions later than this are none
   * @throws StoreException with one line for people, when it is something else
   */
  public static ImportedStatistics read(Path file, ZoneId zone, Instant latest) {
    return new StatisticsDatabase(file, zone, latest).read();
  }

  private ImportedStatistics read() {
    try (Connection connection = open()) {
      guard(connection);
      Query query = new Query(connection, file);
      if (!isTable(query, "connections", "common_name", "connected_since", "db_updated")) {
        throw new StoreException(
            Reason.OTHER,
            file
                + (isTable(query, "meta", "key", "value")
                    ? ": is a ledger of vpnledger, and no file to import"
                    : ": no database of OpenVPN Statistics: it has no table connections"));
      }
      return read(query);
    } catch (SQLException e) {
      throw new StoreException(Reason.OTHER, file + ": " + reason(e), e);
    } catch (StoreException e) {
      // What a query says is meant for the ledger's own file.
      throw e.getCause() instanceof SQLException sql
          ? new StoreException(Reason.OTHER, file + ": " + reason(sql), e)
          : e;
    } catch (IOException e) {
      throw new StoreException(Reason.OTHER, file + ": " + e.getMessage(), e);
    }
  }

  private ImportedStatistics read(Query query) {
    List<ImportedSession> sessions = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    query.each(
        "SELECT common_name, real_address, bytes_received, bytes_sent, connected_since, db_updated,"
            + " typeof(bytes_received) = 'integer' AND typeof(bytes_sent) = 'integer', rowid"
            + " FROM connections ORDER BY rowid LIMIT "
            + (MOST_SESSIONS + 1),
        row -> session(row, problems),
        session -> session.ifPresent(sessions::add));
    if (sessions.size() > MOST_SESSIONS) {
      throw new StoreException(
          Reason.OTHER, file + ": more than " + MOST_SESSIONS + " sessions are too many at once");
    }
    return new ImportedStatistics(
        sessions,
        places(query),
        samples(query),
        problems.size(),
        problems.isEmpty() ? "" : problems.getFirst());
  }

  /** None for who was never let in, and for what is no session. */
  private Optional<ImportedSession> session(Row.Reader row, List<String> problems)
      throws SQLException {
    String name = row.text();
    String address = row.text();
    long received = row.number();
    long sent = row.number();
    Instant since = times.at(row.text());
    Instant updated = times.at(row.text());
    boolean counted = row.flag();
    String place = "row " + row.number() + " of connections: ";
    if (name.equals(OpenVpnClient.UNDEFINED)) {
      return Optional.empty();
    }
    if (name.isEmpty() || name.length() > PeerKey.MAX_LENGTH) {
      problems.add(place + "no common name");
    } else if (!counted || received < 0 || sent < 0) {
      problems.add(place + "bytes are no whole number");
    } else if (since == null || updated == null) {
      problems.add(place + "a time is neither 2026-01-01 09:00:00 nor Thu Jan 1 09:00:00 2026");
    } else if (since.isAfter(latest) || updated.isAfter(latest)) {
      problems.add(place + "lies in the future");
    } else {
      // The hour that comes twice in autumn may make it end before it begins.
      Instant end = updated.isBefore(since) ? since : updated;
      return Optional.of(
          new ImportedSession(
              new PeerKey(name),
              since,
              since,
              end,
              end,
              OpenVpnClient.endpoint(address),
              new Counters(received, sent)));
    }
    return Optional.empty();
  }

  private List<PlaceRow> places(Query query) {
    if (!isTable(query, "ips", "ip", "city", "region", "country", "table_updated", "provider")) {
      return List.of();
    }
    return query
        .list(
            "SELECT ip, table_updated, country, region, city, provider FROM ips ORDER BY id LIMIT "
                + MOST_OTHERS,
            this::place)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<PlaceRow> place(Row.Reader row) throws SQLException {
    Address address = Address.parse(row.text());
    Instant noted = times.at(row.text());
    String country = known(row.text());
    if (address == null || noted == null || noted.isAfter(latest)) {
      return Optional.empty();
    }
    boolean code = country != null && country.matches("[A-Z]{2}");
    return Optional.of(
        new PlaceRow(
            0,
            address.toString(),
            noted,
            code ? country : null,
            code ? null : country,
            known(row.text()),
            known(row.text()),
            known(row.text()),
            null,
            null,
            null,
            PlaceRow.IMPORTED));
  }

  /** It writes "Unknown City" and the like for what it was not told. */
  private static @Nullable String known(String text) {
    return text.isBlank() || text.startsWith("Unknown ") || text.length() > LONGEST_TEXT
        ? null
        : text;
  }

  private List<MachineRow> samples(Query query) {
    if (!isTable(query, "system_resources", "table_updated", "disk_percentage", "proc_no")) {
      return List.of();
    }
    return query
        .list(
            "SELECT table_updated, disk_percentage, load_average_1, load_average_5,"
                + " load_average_15, proc_no FROM system_resources LIMIT "
                + MOST_OTHERS,
            this::sample)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<MachineRow> sample(Row.Reader row) throws SQLException {
    Instant at = times.at(row.text());
    Double disk = atMost(row.nullableReal(), 100);
    Double one = atMost(row.nullableReal(), Integer.MAX_VALUE);
    Double five = atMost(row.nullableReal(), Integer.MAX_VALUE);
    Double fifteen = atMost(row.nullableReal(), Integer.MAX_VALUE);
    Long processes = row.nullableNumber();
    return at == null || at.isAfter(latest)
        ? Optional.empty()
        : Optional.of(new MachineRow(at, disk, null, null, one, five, fifteen, processes));
  }

  private static @Nullable Double atMost(@Nullable Double value, double most) {
    return value == null || !(value >= 0 && value <= most) ? null : value;
  }

  private Connection open() throws IOException, SQLException {
    boolean wal = isWal();
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    if (wal && Files.exists(log) && Files.size(log) > 0) {
      throw new StoreException(
          Reason.OTHER, file + ": is being written (" + log + "): stop its program, and try again");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(1_000);
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    config.setReadOnly(true);
    String path = file.toAbsolutePath().toUri().getRawPath();
    // Without that, SQLite would make files beside one in WAL mode.
    return config.createConnection(
        "jdbc:sqlite:file:" + path + "?mode=ro" + (wal ? "&immutable=1" : ""));
  }

  private boolean isWal() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(20);
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
          private long rounds;

          @Override
          protected int progress() {
            return ++rounds > MOST_STEPS / STEPS ? 1 : 0;
          }
        });
  }

  /** Whether there is a real table of that name, no view, with all these columns. */
  private static boolean isTable(Query query, String name, String... columns) {
    StringBuilder sql =
        new StringBuilder(
            "SELECT count(*) FROM sqlite_schema s WHERE type = 'table'"
                + " AND sql NOT LIKE 'CREATE VIRTUAL%' AND name = '"
                + name
                + "'");
    for (String column : columns) {
      sql.append(
          " AND EXISTS (SELECT 1 FROM pragma_table_info(s.name) c WHERE c.name = '"
              + column
              + "')");
    }
    return query.list(sql.toString(), Row.Reader::number).getFirst() > 0;
  }

  private static String reason(SQLException e) {
    SQLiteErrorCode code = e instanceof SQLiteException sqlite ? sqlite.getResultCode() : null;
    String name = code == null ? "" : code.name();
    return name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_READONLY")
        ? "is being written: try again"
        : "not a whole SQLite database";
  }
}
