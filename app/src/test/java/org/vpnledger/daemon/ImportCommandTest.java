package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.sqlite.StatisticsFile;

class ImportCommandTest {
  @TempDir Path folder;
  private Prompt user;

  @BeforeEach
  void sit_down() {
    user = new Prompt(folder).at(WgStatsMonth.NOW);
  }

  private Prompt.Answer importing(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, bytes);
    return user.run("import", file.toString());
  }

  private static byte[] lines() {
    return WgStatsMonth.LINES.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_compressed_file_is_known_by_its_first_bytes() throws IOException {
    Path file = folder.resolve("packed.log"); // and not by its name
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(lines());
    }
    Prompt.Answer answer = user.run("import", file.toString());
    assertThat(answer.out()).contains("packed.log: 8 readings\n", "8 new readings");
    assertThat(answer.code()).isZero();
    assertThat(user.run("summary").out()).contains("359.70 MB");
  }

  @Test
  void twice_changes_nothing() throws IOException {
    importing("a.log", lines());
    String before = user.run("export", "--json", "--from", "2025-01-01").out();
    assertThat(before).contains("\"rx_bytes\":5982606,", "\"gateway\":\"gw1\"");
    Prompt.Answer again = importing("b.log", lines());
    assertThat(again.out()).contains("b.log: 8 readings\n", "0 new readings");
    assertThat(again.code()).isZero();
    assertThat(user.run("export", "--json", "--from", "2025-01-01").out()).isEqualTo(before);
  }

  @Test
  void broken_lines_are_counted_and_the_first_is_named_but_empty_ones_are_none()
      throws IOException {
    String text = "half a line\n" + WgStatsMonth.LINES + "\n1759954165,2025-10-\n\n";
    Prompt.Answer answer = importing("a.log", text.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.out())
        .contains("a.log: 8 readings\n")
        .contains("2 lines are no readings and were left out, the first is line 1\n");
    assertThat(importing("b.log", (WgStatsMonth.LINES + "\n\n").getBytes(StandardCharsets.UTF_8)))
        .extracting(Prompt.Answer::out)
        .asString()
        .doesNotContain("left out");
  }

  @Test
  void another_file_is_no_bandwidth_log() throws IOException {
    Prompt.Answer answer =
        importing(
            "a.log",
            "root:x:0:0:root:/root:/bin/bash\n".repeat(9).getBytes(StandardCharsets.UTF_8));
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out()).contains("a.log: no bandwidth log: lines begin unix_timestamp,");
  }

  @Test
  void a_damaged_archive_is_one_clear_line() throws IOException {
    Prompt.Answer answer = importing("a.log.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("a.log.gz: ")
        .endsWith("; nothing was imported");
    assertThat(user.data).doesNotExist();
  }

  @Test
  void what_is_missing_or_a_folder_stops_all_before_anything_is_taken_in() throws IOException {
    Files.write(folder.resolve("good.log"), lines());
    for (String bad : new String[] {"missing.log", "."}) {
      Prompt.Answer answer =
          user.run("import", folder.resolve("good.log").toString(), folder.resolve(bad).toString());
      assertThat(answer.code()).isEqualTo(1);
      assertThat(answer.err())
          .containsAnyOf("no such file", "not a file")
          .endsWith("; nothing was imported\n");
    }
    assertThat(user.data).doesNotExist();
  }

  @Test
  void a_bar_is_shown_on_a_terminal_only() throws IOException {
    assertThat(importing("a.log", lines()).out()).doesNotContain("\r", "\u001b", "%");
    user.with("VPNLEDGER_COLUMNS", "80");
    assertThat(importing("b.log", lines()).out()).contains("\r[####", "100% of ", "\r\u001b[K");
  }

  private static final String KEY = "2S7mA0vEMethCNQrJpJKE7/JmhgtB+tHHLYQhgM6kkU=";
  private static final String MONITOR =
      """
      2025-10-08 22:00:00 Monitor started | Interval: 30s, Threshold: 180s, Stats: 3600s
      2025-10-08 22:01:30 ONLINE  [wg0] 2S7mA0vE...hgM6kkU= (192.0.2.50:51820) [IP: 10.0.0.1] new (handshake: 22:01:25)
      2025-10-08 22:45:00 OFFLINE [wg0] 2S7mA0vE...hgM6kkU= (192.0.2.50:51820) [IP: 10.0.0.1] (handshake: 22:41:25)
      2025-10-08 23:00:00 ONLINE  [wg0] 2S7mA0vE...hgM6kkU= (192.0.2.50:51820) [IP: 10.0.0.1] (handshake: 22:59:50)
      """;

  private Path database() {
    Path file = folder.resolve("connection.db");
    StatisticsFile.make(file)
        .connection(
            "ann", "203.0.113.9:40000", 500, 700, "2025-10-08 20:00:00", "2025-10-09 04:00:00")
        .connection(
            "ann", "203.0.113.9:40001", 50, 70, "2025-10-09 08:00:00", "2025-10-09 09:00:00")
        .connection("UNDEF", "203.0.113.66:1", 5, 7, "2025-10-09 08:00:00", "2025-10-09 09:00:00");
    return file;
  }

  @Test
  void files_of_all_kinds_come_in_one_command_and_twice_changes_nothing() throws IOException {
    user.at("2025-10-10T12:00:00+02:00");
    Path bandwidth = folder.resolve("bandwidth-2025-10.log");
    Files.writeString(
        bandwidth,
        "1759953600,2025-10-08 22:00:00,%1$s,Ann,100,200,0,0,0\n1759957200,2025-10-08 23:00:00,%1$s,Ann,300,500,0,0,0\n"
            .formatted(KEY));
    Path monitor = Files.writeString(folder.resolve("wg_monitor.log"), MONITOR);
    Path database = database();
    byte[] before = Files.readAllBytes(database);
    String[] command = {"import", monitor.toString(), database.toString(), bandwidth.toString()};
    Prompt.Answer answer = user.run(command);
    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("bandwidth-2025-10.log: 2 readings\n", "2 new readings")
        .contains(
            "connection.db: sessions for the first server that has a client of the name: 2,"
                + " places: 0, samples of the machine: 0\n")
        .contains("wg_monitor.log: lines of wg_monitor: 4\n", "sessions in these logs: 1\n")
        .contains("left out, since no end of theirs is told: 1\n", "3 new sessions; ");
    assertThat(Files.readAllBytes(database)).isEqualTo(before);
    String sessions = user.run("sessions", "--json").out();
    assertThat(sessions)
        .contains(
            "\"name\":\"Ann\",\"tunnel\":\"imported\",\"session_start\":\"2025-10-08T22:01:25+02:00\",\"session_end\":\"2025-10-08T22:41:25+02:00\"")
        .contains("\"rx_bytes\":null,\"tx_bytes\":null")
        .contains(
            "\"name\":\"ann\",\"tunnel\":\"openvpn\",\"session_start\":\"2025-10-08T20:00:00+02:00\",\"session_end\":\"2025-10-09T04:00:00+02:00\",\"seconds\":28800,\"endpoint\":\"203.0.113.9:40000\",\"rx_bytes\":500,\"tx_bytes\":700");
    assertThat(user.run("events", "--last", "30d", "--json").out()).isEqualTo("[]\n");
    String usage = user.run("usage", "--by", "day", "--per-peer", "--json").out();
    assertThat(usage)
        // Half of the night's session belongs to each day; the seed books it on its last one.
        .contains("\"rx_bytes\":250,\"tx_bytes\":350", "\"rx_bytes\":300,\"tx_bytes\":420");
    Prompt.Answer again = user.run(command);
    assertThat(again.out()).contains("0 new readings", "0 new sessions");
    assertThat(user.run("usage", "--by", "day", "--per-peer", "--json").out()).isEqualTo(usage);
    assertThat(user.run("sessions", "--json").out()).isEqualTo(sessions);
  }

  @Test
  void a_database_belongs_to_the_only_server_that_there_is_or_to_the_one_that_is_named()
      throws IOException {
    user.at("2025-10-10T12:00:00+02:00");
    String one = "[[source]]\ntype = \"openvpn-status\"\nname = \"%s\"\nfile = \"/run/%1$s\"\n";
    String top = "gateway_name = \"gw1\"\nzone = \"Europe/Berlin\"\nnames_files = []\n";
    String database = database().toString();
    user.settings(top + one.formatted("office") + one.formatted("home"));
    Prompt.Answer which = user.run("import", database);
    assertThat(which.code()).isEqualTo(1);
    assertThat(which.err())
        .isEqualTo(
            "vpnledger: %s: which server is it of? Say so with --source: there are home, office; nothing was imported\n"
                .formatted(database));
    assertThat(user.run("import", "--source", "work", database).err())
        .isEqualTo(
            "vpnledger: --source: no OpenVPN server is called 'work': there are home, office; nothing was imported\n");
    assertThat(user.data).doesNotExist();
    assertThat(user.run("import", "--source", "home", database).out())
        .contains("sessions for the server home: 2,");
    assertThat(user.run("sessions", "--json").out()).contains("\"source\":\"home\"");
    assertThat(user.run("import", "--source", "office", database).out())
        .contains("0 new sessions", "2 sessions were imported for another server, and stay there");
    user.settings(top + one.formatted("home"));
    assertThat(user.run("import", database).out())
        .contains("0 new sessions")
        .doesNotContain("another server");
  }

  @Test
  void a_bad_file_of_any_kind_is_one_line_and_no_half_is_imported() throws IOException {
    Path good = Files.writeString(folder.resolve("wg_monitor.log"), MONITOR);
    Path bad = folder.resolve("bad.db");
    Files.writeString(bad, "SQLite format 3\0 and nothing else");
    Path other = folder.resolve("other.db");
    StatisticsFile.make(other).run("DROP TABLE connections");
    Prompt.Answer answer =
        user.run("import", good.toString(), bad.toString(), other.toString(), "/absent.log");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err().lines())
        .containsExactly(
            "vpnledger: " + bad + ": not a whole SQLite database; nothing was imported",
            "vpnledger: "
                + other
                + ": no database of OpenVPN Statistics: it has no table connections; nothing was imported",
            "vpnledger: /absent.log: no such file; nothing was imported");
    assertThat(user.data).doesNotExist();
  }

  @Test
  void a_server_that_is_read_by_its_management_interface_is_one_too() {
    user.at("2025-10-10T12:00:00+02:00");
    user.settings(
        """
        gateway_name = "gw1"
        zone = "Europe/Berlin"
        names_files = []
        [[source]]
        type = "openvpn-management"
        name = "home"
        address = "127.0.0.1:7505"
        """);
    assertThat(user.run("import", database().toString()).out())
        .contains("sessions for the server home: 2,");
  }

  @Test
  void a_ledger_is_not_migrated_under_an_older_daemon_that_runs() throws Exception {
    importing("a.log", lines());
    DataFolder data = new DataFolder(user.data);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.database());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 7");
    }
    try (DataFolder.Lock lock = data.tryLock()) {
      assertThat(lock).isNotNull();
      Prompt.Answer answer = importing("b.log", lines());
      assertThat(answer.code()).isEqualTo(1);
      assertThat(answer.err())
          .isEqualTo(
              "vpnledger: %s: the daemon that runs is of an older version: restart it first\n"
                  .formatted(data.database()));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.database());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      assertThat(row.getInt(1)).isEqualTo(7);
    }
  }

  @Test
  void beside_a_daemon_of_its_own_version_it_imports() throws Exception {
    importing("a.log", lines());
    try (DataFolder.Lock lock = new DataFolder(user.data).tryLock()) {
      assertThat(lock).isNotNull();
      assertThat(importing("b.log", lines()).out()).contains("0 new readings");
    }
  }
}
