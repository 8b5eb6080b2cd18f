package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.store.Retention;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.StoreException.Reason;

/** Files of other versions, empty ones, and what asking leaves behind. */
class OddFilesTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path temporary;
  private Path folder;
  private Path file;

  @BeforeEach
  void begin() throws IOException {
    folder = Files.createDirectory(temporary.resolve("it's 100% é #1"));
    file = folder.resolve("ledger.db");
    try (KeptLedger kept = new KeptLedger(file, ZoneId.of("UTC"))) {
      kept.read(new SteadyTunnel("wg0", NOW).read());
    }
  }

  private void sql(String statement) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var run = connection.createStatement()) {
      run.executeUpdate(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Every file of the folder, byte for byte. */
  private Map<String, String> bytes() throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.toList()) {
        bytes.put(
            each.getFileName().toString(),
            java.util.HexFormat.of().formatHex(Files.readAllBytes(each)));
      }
    }
    return bytes;
  }

  private static int openFiles() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return (int) all.count();
    }
  }

  private void ask() {
    try (SqliteReader reader = SqliteReader.open(file)) {
      assertThat(reader.peers()).hasSize(1);
      assertThat(reader.gatewayId()).hasSize(36);
    }
    assertThat(SqliteFiles.check(file)).isEmpty();
    SqliteFiles.requireWhole(file);
  }

  @Test
  void asking_changes_nothing_in_an_idle_folder() throws IOException {
    Map<String, String> before = bytes();
    assertThat(before.keySet()).containsExactly("ledger.db");
    ask();
    assertThat(bytes()).isEqualTo(before);
  }

  @Test
  void asking_changes_no_byte_of_the_ledger_while_it_is_written_and_after_a_kill()
      throws IOException {
    try (KeptLedger kept = new KeptLedger(file, ZoneId.of("UTC"))) {
      kept.read(new SteadyTunnel("wg0", NOW.plusSeconds(60)).move(1).read());
      Map<String, String> before = bytes();
      assertThat(before.keySet()).containsExactly("ledger.db", "ledger.db-shm", "ledger.db-wal");
      ask();
      // Who reads leaves a mark in the shared memory: that is how readers and writer know.
      assertThat(bytes().keySet()).isEqualTo(before.keySet());
      assertThat(bytes()).containsEntry("ledger.db", before.get("ledger.db"));
      assertThat(bytes()).containsEntry("ledger.db-wal", before.get("ledger.db-wal"));
      Path killed = Files.createDirectory(temporary.resolve("killed"));
      for (String name : before.keySet()) {
        Files.copy(folder.resolve(name), killed.resolve(name));
      }
      folder = killed;
      file = killed.resolve("ledger.db");
    }
    Map<String, String> before = bytes();
    ask();
    assertThat(bytes().keySet()).isEqualTo(before.keySet());
    assertThat(bytes()).containsEntry("ledger.db", before.get("ledger.db"));
    assertThat(bytes()).containsEntry("ledger.db-wal", before.get("ledger.db-wal"));
  }

  @Test
  void a_newer_ledger_is_refused_by_all_and_not_touched() throws IOException {
    sql("PRAGMA user_version = 99");
    Map<String, String> before = bytes();
    for (Runnable opening :
        List.<Runnable>of(
            () -> SqliteReader.open(file),
            () -> SqliteWriter.open(file, Retention.DEFAULT),
            () -> SqliteFiles.check(file),
            () -> SqliteFiles.requireWhole(file))) {
      assertThatThrownBy(opening::run)
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEWER))
          .hasMessageContaining("schema 99")
          .hasMessageContaining("install that version");
    }
    assertThat(bytes()).isEqualTo(before);
  }

  @Test
  void refusing_leaves_no_file_open() throws IOException {
    for (String unfit :
        List.of("PRAGMA user_version = 99", "PRAGMA user_version = 0", "DELETE FROM zone")) {
      sql("PRAGMA user_version = 1");
      sql(unfit);
      int before = openFiles();
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> SqliteReader.open(file)).isInstanceOf(StoreException.class);
      }
      assertThat(openFiles()).as(unfit).isEqualTo(before);
    }
    Files.write(file, new byte[8_192]);
    int before = openFiles();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> SqliteReader.open(file)).hasMessageContaining("start the daemon");
      assertThat(SqliteFiles.check(file)).hasSize(1);
    }
    assertThat(openFiles()).isEqualTo(before);
  }

  @Test
  void migrations_run_as_one_after_a_copy() throws SQLException, IOException {
    try (var connection = Databases.openForWriting(file)) {
      List<String> scripts =
          List.of("-- 1", "-- 2", "-- 3", "CREATE TABLE two (a); -- 4", "CREATE TABLE three (a)");
      Migrations.run(connection, file, 3, scripts);
    }
    assertThat(KeptLedger.rows(file, "PRAGMA user_version")).containsExactly("5");
    Path copy = folder.resolve("ledger.db.before-5");
    assertThat(KeptLedger.rows(copy, "PRAGMA user_version")).containsExactly(newest());
    assertThat(KeptLedger.rows(copy, "SELECT count(*) FROM counter")).containsExactly("1");
    assertThat(KeptLedger.rows(copy, "SELECT name FROM sqlite_master WHERE name = 'two'"))
        .isEmpty();
  }

  @Test
  void a_migration_that_fails_undoes_those_before_it() throws SQLException {
    try (var connection = Databases.openForWriting(file)) {
      assertThatThrownBy(() ->
              Migrations.run(
                  connection,
                  file,
                  2,
                  List.of("", "", "CREATE TABLE two (a); DROP TABLE reading", "CREATE nonsense")))
          .isInstanceOf(SQLException.class);
      assertThat(connection.getAutoCommit()).isTrue();
    }
    assertThat(KeptLedger.rows(file, "PRAGMA user_version")).containsExactly(newest());
    assertThat(KeptLedger.rows(file, "SELECT count(*) FROM reading")).containsExactly("1");
    ask();
  }

  private static String newest() {
    return String.valueOf(Migrations.newest());
  }
}
