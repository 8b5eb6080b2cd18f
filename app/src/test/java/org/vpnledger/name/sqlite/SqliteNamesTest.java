package org.vpnledger.name.sqlite;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.name.NameFileException;
import org.vpnledger.name.NameFormat;
import org.vpnledger.name.ParsedNames;
import org.vpnledger.vpn.PeerKey;

/** Databases as the tools write them, with the tool at work. */
class SqliteNamesTest {
  private static final String WG_EASY =
      "CREATE TABLE clients_table (id integer PRIMARY KEY AUTOINCREMENT NOT NULL,"
          + " user_id integer NOT NULL, interface_id text NOT NULL, name text NOT NULL,"
          + " private_key text NOT NULL, public_key text NOT NULL, pre_shared_key text NOT NULL,"
          + " enabled integer NOT NULL)";

  @TempDir Path folder;

  private Connection wgEasy(Path file) throws SQLException {
    Connection tool = DriverManager.getConnection("jdbc:sqlite:" + file);
    run(tool, "PRAGMA journal_mode = WAL");
    run(tool, "PRAGMA wal_autocheckpoint = 0");
    run(tool, WG_EASY);
    return tool;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void add(Connection tool, int number, String name) throws SQLException {
    run(
        tool,
        "INSERT INTO clients_table (user_id, interface_id, name, private_key, public_key,"
            + " pre_shared_key, enabled) VALUES (1, 'wg0', '%s', '%s', '%s', 'psk', 1)"
                .formatted(name, "p".repeat(44), key(number).text()));
  }

  private static PeerKey key(int number) {
    byte[] raw = new byte[32];
    raw[0] = (byte) number;
    raw[1] = (byte) (number >> 8);
    return new PeerKey(Base64.getEncoder().encodeToString(raw));
  }

  private static Map<PeerKey, String> names(Path file) throws IOException, NameFileException {
    return requireNonNull(SqliteNames.read(file, "db")).names();
  }

  private static Map<String, FileTime> stamps(Path folder) throws IOException {
    Map<String, FileTime> stamps = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        stamps.put(file.toString(), Files.getLastModifiedTime(file));
      }
    }
    return stamps;
  }

  @Test
  void rows_that_stand_only_in_the_log_of_a_live_wg_easy_are_read_and_nothing_is_touched()
      throws Exception {
    Path file = folder.resolve("wg-easy.db");
    try (Connection tool = wgEasy(file)) {
      add(tool, 1, "Alice");
      run(tool, "PRAGMA wal_checkpoint(TRUNCATE)");
      add(tool, 2, "Bob");
      run(tool, "UPDATE clients_table SET name = 'Alicia' WHERE name = 'Alice'");
      Map<String, FileTime> before = stamps(folder);
      ParsedNames parsed = requireNonNull(SqliteNames.read(file, "db"));
      assertThat(parsed)
          .isEqualTo(
              new ParsedNames(NameFormat.WG_EASY_15, Map.of(key(1), "Alicia", key(2), "Bob"), 0));
      assertThat(stamps(folder)).isEqualTo(before);
      tool.setAutoCommit(false);
      add(tool, 3, "not committed");
      assertThat(names(file)).hasSize(2);
      tool.commit();
      assertThat(names(file)).hasSize(3);
      tool.setAutoCommit(true);
      run(tool, "DELETE FROM clients_table WHERE name = 'Bob'");
      assertThat(names(file)).hasSize(2);
    }
    assertThat(folder.resolve("wg-easy.db-wal")).as("the tool has closed it").doesNotExist();
    assertThat(names(file)).containsEntry(key(1), "Alicia").hasSize(2);
    assertThat(stamps(folder)).hasSize(2);
  }

  @Test
  void files_that_may_only_be_read_are_read_without_the_shared_memory_beside_them()
      throws Exception {
    Path live = folder.resolve("live");
    Path copy = folder.resolve("copy");
    Files.createDirectories(live);
    Files.createDirectories(copy);
    try (Connection tool = wgEasy(live.resolve("wg-easy.db"))) {
      add(tool, 1, "Alice");
      for (String part : new String[] {"wg-easy.db", "wg-easy.db-wal"}) {
        Files.copy(live.resolve(part), copy.resolve(part));
        assertThat(copy.resolve(part).toFile().setReadOnly()).isTrue();
      }
    }
    assertThat(names(copy.resolve("wg-easy.db"))).isEqualTo(Map.of(key(1), "Alice"));
    assertThat(stamps(copy)).hasSize(3);
  }

  @Test
  void while_a_writer_works_and_checkpoints_each_look_sees_one_commit_or_gives_up()
      throws Exception {
    Path file = folder.resolve("wg-easy.db");
    try (Connection tool = wgEasy(file)) {
      add(tool, 0, "v0");
      run(tool, "PRAGMA wal_checkpoint(TRUNCATE)");
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = 1; i <= 400; i++) {
                    tool.setAutoCommit(false);
                    add(tool, i, "x" + "y".repeat(i % 90));
                    run(tool, "UPDATE clients_table SET name = 'v" + i + "' WHERE id <= " + i);
                    tool.commit();
                    tool.setAutoCommit(true);
                    if (i % 7 == 0) {
                      run(tool, "PRAGMA wal_checkpoint(" + (i % 2 == 0 ? "TRUNCATE)" : "RESTART)"));
                    }
                  }
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      int seen = 0;
      while (writer.isAlive()) {
        try {
          Map<PeerKey, String> names = names(file);
          seen++;
          // Each commit adds one client and calls all before it after its number.
          int last = names.size() - 1;
          long current = names.values().stream().filter(("v" + last)::equals).count();
          assertThat(current).isEqualTo(last == 0 ? 1 : last);
        } catch (NameFileException e) {
          assertThat(e).hasMessage("db: is being written");
        }
      }
      writer.join();
      assertThat(seen).isPositive();
      assertThat(names(file)).hasSize(401);
    }
  }

  @Test
  void wgdashboard_has_a_table_an_interface_in_a_database_without_a_log() throws Exception {
    Path file = folder.resolve("wgdashboard.db");
    try (Connection tool = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      for (String table :
          new String[] {"wg0", "wg0_restrict_access", "wg0_deleted", "it's \"1\""}) {
        run(
            tool,
            "CREATE TABLE \"%s\" (id VARCHAR(255) PRIMARY KEY, private_key VARCHAR, name TEXT)"
                .formatted(table.replace("\"", "\"\"")));
      }
      run(tool, "CREATE TABLE wg0_transfer (id VARCHAR NOT NULL, total_receive FLOAT)");
      run(tool, "INSERT INTO wg0 VALUES ('" + key(1).text() + "', 's', 'Alice')");
      run(tool, "INSERT INTO wg0 VALUES ('" + key(2).text() + "', 's', '')");
      run(tool, "INSERT INTO wg0_restrict_access VALUES ('" + key(3).text() + "', 's', 'Bob')");
      run(tool, "INSERT INTO wg0_deleted VALUES ('" + key(4).text() + "', 's', 'Carol')");
      run(tool, "INSERT INTO \"it's \"\"1\"\"\" VALUES ('" + key(5).text() + "', 's', 'Éva')");
      Map<String, FileTime> before = stamps(folder);
      assertThat(SqliteNames.read(file, "db"))
          .isEqualTo(
              new ParsedNames(
                  NameFormat.WGDASHBOARD,
                  Map.of(key(1), "Alice", key(3), "Bob", key(5), "Éva"),
                  0));
      assertThat(stamps(folder)).isEqualTo(before);
      tool.setAutoCommit(false);
      run(tool, "UPDATE wg0 SET name = 'Alicia'");
      assertThat(names(file)).as("of a commit, not before").containsEntry(key(1), "Alice");
    }
  }

  @Test
  void a_database_of_something_else_names_nobody() throws Exception {
    Path file = folder.resolve("other.db");
    try (Connection tool = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      run(tool, "CREATE TABLE people (name TEXT)");
      run(tool, "CREATE VIEW clients_table AS SELECT name, name AS public_key FROM people");
      assertThat(SqliteNames.read(file, "db")).isNull();
    }
  }

  @Test
  void a_database_that_would_compute_for_ever_or_fill_the_memory_is_refused() throws Exception {
    Path file = folder.resolve("hostile.db");
    try (Connection tool = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      run(tool, "CREATE TABLE clients_table (public_key TEXT, name TEXT)");
      run(tool, "INSERT INTO clients_table VALUES ('k', hex(zeroblob(3000000)))");
      assertThatExceptionOfType(NameFileException.class)
          .isThrownBy(() -> SqliteNames.read(file, "db"))
          .withMessage("db: not a database that its tool would write");
      run(tool, "DROP TABLE clients_table");
      run(
          tool,
          "CREATE TABLE clients_table (public_key TEXT, x TEXT,"
              + " name TEXT GENERATED ALWAYS AS (hex(zeroblob(3000000))))");
      run(tool, "INSERT INTO clients_table (public_key) VALUES ('k')");
      assertThat(SqliteNames.read(file, "db")).as("no tool computes its names").isNull();
    }
  }

  /** Seeded: a failure names the round that did it. */
  @Test
  void mutated_databases_and_logs_are_read_within_bounds_or_refused() throws Exception {
    Path file = folder.resolve("wg-easy.db");
    Path torn = folder.resolve("torn.db");
    Path tornLog = folder.resolve("torn.db-wal");
    byte[] database;
    byte[] log;
    try (Connection tool = wgEasy(file)) {
      for (int i = 0; i < 60; i++) {
        add(tool, i, "n" + i);
      }
      run(tool, "PRAGMA wal_checkpoint(TRUNCATE)");
      for (int i = 60; i < 80; i++) {
        add(tool, i, "n" + i);
      }
      database = Files.readAllBytes(file);
      log = Files.readAllBytes(folder.resolve("wg-easy.db-wal"));
    }
    Random random = new Random(20260101);
    int read = 0;
    for (int round = 0; round < 1_500; round++) {
      Files.write(torn, mutated(database, random));
      Files.write(tornLog, mutated(log, random));
      try {
        ParsedNames parsed = SqliteNames.read(torn, "db");
        read += parsed == null ? 0 : 1;
      } catch (NameFileException e) {
        assertThat(e).as("round %d", round).hasNoCause();
        assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(120);
      }
    }
    assertThat(read).isPositive();
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    for (int change = random.nextInt(6); change > 0; change--) {
      // The headers of file, log and pages are where it hurts.
      int at = random.nextInt(random.nextBoolean() ? 200 : bytes.length);
      bytes[at] = (byte) random.nextInt(256);
    }
    return random.nextInt(5) == 0
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
        : bytes;
  }
}
