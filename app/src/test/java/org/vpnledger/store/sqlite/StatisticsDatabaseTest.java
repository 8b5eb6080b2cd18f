package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.store.ImportedSession;
import org.vpnledger.store.ImportedStatistics;
import org.vpnledger.store.MachineRow;
import org.vpnledger.store.PlaceRow;
import org.vpnledger.store.StoreException;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;

class StatisticsDatabaseTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir Path folder;

  private ImportedStatistics read(Path file) {
    return StatisticsDatabase.read(file, BERLIN, NOW);
  }

  @Test
  void a_row_of_connections_is_a_session_until_it_was_last_seen_in_either_form_of_time() {
    Path file = folder.resolve("connection.db");
    StatisticsFile.make(file)
        .connection(
            "alice", "203.0.113.9:40000", 5, 7, "2026-01-01 09:00:00", "2026-01-01 12:00:14")
        .connection(
            "O''Brien, \"Bo\"",
            "tcp6-server:[2001:db8::1]:7",
            0,
            0,
            "Thu Jan  1 09:00:00 2026",
            "2026-01-01 09:30:00");
    ImportedStatistics found = read(file);
    Instant nine = Instant.parse("2026-01-01T08:00:00Z");
    Instant noon = Instant.parse("2026-01-01T11:00:14Z");
    Instant half = Instant.parse("2026-01-01T08:30:00Z");
    assertThat(found.sessions())
        .containsExactly(
            new ImportedSession(
                new PeerKey("alice"),
                nine,
                nine,
                noon,
                noon,
                new Endpoint("203.0.113.9", 40_000),
                new Counters(5, 7)),
            new ImportedSession(
                new PeerKey("O'Brien, \"Bo\""),
                nine,
                nine,
                half,
                half,
                new Endpoint("2001:db8::1", 7),
                new Counters(0, 0)));
    assertThat(found.skipped()).isZero();
  }

  @Test
  void who_was_never_let_in_is_left_out_and_what_is_no_session_is_counted() {
    Path file = folder.resolve("connection.db");
    StatisticsFile.make(file)
        .connection("UNDEF", "203.0.113.9:1", 5, 7, "2026-01-01 09:00:00", "2026-01-01 12:00:14")
        .connection("", "203.0.113.9:1", 5, 7, "2026-01-01 09:00:00", "2026-01-01 12:00:14")
        .connection("a", "203.0.113.9:1", -5, 7, "2026-01-01 09:00:00", "2026-01-01 12:00:14")
        .connection("b", "203.0.113.9:1", 5, 7, "yesterday", "2026-01-01 12:00:14")
        .connection("c", "203.0.113.9:1", 5, 7, "2026-02-30 09:00:00", "2026-01-01 12:00:14")
        .connection("d", "203.0.113.9:1", 5, 7, "2026-01-01 09:00:00", "2099-01-01 12:00:14")
        .run(
            "INSERT INTO connections VALUES ('e', 'x', 'many', 1.5, '2026-01-01 09:00:00', '2026-01-01 09:00:00', 1)")
        .run("INSERT INTO connections VALUES (NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
    ImportedStatistics found = read(file);
    assertThat(found.sessions()).isEmpty();
    assertThat(found.skipped()).isEqualTo(7);
    assertThat(found.firstSkipped()).isEqualTo("row 2 of connections: no common name");
  }

  @Test
  void places_and_the_machines_figures_come_along_without_what_is_not_known() {
    Path file = folder.resolve("connection.db");
    StatisticsFile.make(file)
        .run(
            "INSERT INTO ips VALUES (1, '203.0.113.9', 'Berlin', 'Unknown Region', 'DE', '2026-01-01 12:00:00', 'AS64500 Net')")
        .run(
            "INSERT INTO ips VALUES (2, '2001', 'x', 'x', 'DE', '2026-01-01 12:00:00', 'x')") // cut
        // IPv6
        .run(
            "INSERT INTO system_resources VALUES ('2026-01-01 12:00:00', 43.2, 37.5, 0.2, 0.18, 0.12, 117)")
        .run(
            "INSERT INTO system_resources VALUES ('2026-01-01 13:00:00', NULL, 37.5, 0, 0, 0, 118)");
    ImportedStatistics found = read(file);
    Instant noon = Instant.parse("2026-01-01T11:00:00Z");
    assertThat(found.places())
        .containsExactly(
            new PlaceRow(
                0,
                "203.0.113.9",
                noon,
                "DE",
                null,
                null,
                "Berlin",
                "AS64500 Net",
                null,
                null,
                null,
                "OpenVPN Statistics"));
    assertThat(found.samples())
        .containsExactly(
            new MachineRow(noon, 43.2, null, null, 0.2, 0.18, 0.12, 117L),
            new MachineRow(noon.plusSeconds(3_600), null, null, null, 0.0, 0.0, 0.0, 118L));
  }

  @Test
  void without_its_other_tables_it_is_one_all_the_same() {
    Path file = folder.resolve("connection.db");
    StatisticsFile.make(file)
        .connection("alice", "x", 5, 7, "2026-01-01 09:00:00", "2026-01-01 12:00:14")
        .run("DROP TABLE ips")
        .run("DROP TABLE system_resources");
    assertThat(read(file).sessions()).hasSize(1);
  }

  @Test
  void another_database_and_a_ledger_are_told_apart_and_nothing_is_written_beside_them() {
    Path other = folder.resolve("other.db");
    StatisticsFile.make(other).run("DROP TABLE connections");
    assertThatThrownBy(() -> read(other))
        .isInstanceOf(StoreException.class)
        .hasMessage(other + ": no database of OpenVPN Statistics: it has no table connections");
    Path ledger = folder.resolve("ledger.db");
    new KeptLedger(ledger, BERLIN).close();
    assertThatThrownBy(() -> read(ledger))
        .hasMessage(ledger + ": is a ledger of vpnledger, and no file to import");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("other.db", "ledger.db");
  }

  @Test
  void one_in_wal_mode_is_read_once_its_log_is_empty_and_left_as_it_is() throws IOException {
    Path file = folder.resolve("connection.db");
    StatisticsFile.make(file)
        .connection("alice", "x", 5, 7, "2026-01-01 09:00:00", "2026-01-01 12:00:14")
        .run("PRAGMA journal_mode = WAL");
    byte[] before = Files.readAllBytes(file);
    assertThat(read(file).sessions()).hasSize(1);
    assertThat(folder.toFile().list()).containsExactly("connection.db");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    Files.write(folder.resolve("connection.db-wal"), new byte[] {1});
    assertThatThrownBy(() -> read(file)).hasMessageContaining("is being written");
  }

  @Test
  void a_damaged_file_is_one_line_and_never_anything_else() throws IOException {
    Path good = folder.resolve("connection.db");
    StatisticsFile database = StatisticsFile.make(good);
    for (int i = 0; i < 200; i++) {
      database.run(
          "INSERT INTO connections VALUES ('user%d', '203.0.113.9:%d', %d, 7, '2026-01-01 09:00:00', '2026-01-01 12:00:14', NULL)"
              .formatted(i, i, i));
    }
    byte[] whole = Files.readAllBytes(good);
    Random random = new Random(20260301);
    Path bad = folder.resolve("bad.db");
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      byte[] bytes =
          random.nextInt(4) == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : whole.clone();
      for (int i = random.nextInt(20); i > 0 && bytes.length > 16; i--) {
        bytes[16 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt();
      }
      Files.write(bad, bytes);
      try {
        if (StatisticsDatabase.isDatabase(bad)) {
          assertThat(read(bad).sessions()).hasSizeLessThanOrEqualTo(400);
        }
      } catch (StoreException e) {
        assertThat(e.getMessage()).startsWith(bad.toString()).hasLineCount(1);
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
