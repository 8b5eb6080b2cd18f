package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.audit.AuditKey;
import org.vpnledger.ledger.EventType;
import org.vpnledger.name.ClientsSnapshot;
import org.vpnledger.place.MmdbFile;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.Deliveries;
import org.vpnledger.store.NameSourceRow;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteDeliveries;
import org.vpnledger.store.sqlite.SqliteWriter;

/** The small ledger with one thing broken after the other, and what the doctor says of it. */
@Timeout(60)
class DoctorCommandTest {
  private static final String OTHER = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

  @TempDir Path folder;
  private Prompt user;
  private DataFolder data;
  private Path dump;

  @BeforeEach
  void a_gateway_that_is_well() throws IOException {
    user = new Prompt(folder).at(SmallLedger.END.plusSeconds(30).toString());
    data = new DataFolder(user.data);
    dump = folder.resolve("dump");
    show(51820, 1_774_753_200);
    configure("");
  }

  /** What {@code wg show all dump} prints. */
  private void show(int port, long handshake) throws IOException {
    Files.writeString(
        dump,
        "wg0\t(none)\t%1$s\t%2$d\toff\nwg0\t%1$s\t(none)\t192.0.2.1:5\t10.8.0.2/32\t%3$d\t9\t9\toff\n"
            .formatted(OTHER, port, handshake));
  }

  private void configure(String more) {
    user.settings(
        """
        names_search = false
        %s
        [[source]]
        name = "list"
        type = "command"
        command = ["cat", "%s"]
        """
            .formatted(more, dump));
  }

  /** A line each: {@code problem|disk|found|advice}. */
  private List<String> doctor(int expectedCode) {
    Prompt.Answer answer = user.run("doctor", "--csv");
    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).as(answer.out()).isEqualTo(expectedCode);
    return answer.out().lines().map(line -> line.replace("\"", "")).toList();
  }

  private interface Broken {
    void doing() throws Exception;
  }

  /** While a daemon, this process, keeps the ledger. */
  private void whileRunning(Broken what) throws Exception {
    try (DataFolder.Lock lock = data.tryLock()) {
      assertThat(lock).isNotNull();
      what.doing();
    }
  }

  private SqliteWriter writer() {
    return SqliteWriter.open(data.database(), Retention.DEFAULT);
  }

  @Test
  void who_has_no_ledger_yet_is_told_how_to_begin_one_and_nothing_is_made() {
    assertThat(doctor(3))
        .anyMatch(line ->
            line.startsWith("daemon,problem,nothing is logged: there is no ledger in " + user.data)
                && line.contains("vpnledger run"))
        .anyMatch(line -> line.startsWith("ledger,note,there is none yet"));
    assertThat(user.data).doesNotExist();
    assertThat(user.log).doesNotExist();
    assertThat(user.run("doctor").out()).endsWith("\n1 problem: daemon\n");
  }

  @Test
  void databases_of_places_that_are_missing_broken_or_old_are_a_problem() throws Exception {
    Path good = MmdbFile.of("Cities", SmallLedger.END).write(folder.resolve("good.mmdb"));
    Path old =
        MmdbFile.of("Cities", SmallLedger.END.minus(Duration.ofDays(61)))
            .write(folder.resolve("old.mmdb"));
    Path broken = Files.writeString(folder.resolve("broken.mmdb"), "<html>");
    configure(
        """
        place.databases = ["%s", "%s", "%s", "%s/none.mmdb"]
        place.lookup_url = "https://ipinfo.io/{ip}/json"
        """
            .formatted(good, old, broken, folder));
    assertThat(doctor(3))
        .anyMatch(line -> line.startsWith("places,ok," + good + ": Cities of "))
        .anyMatch(line -> line.startsWith("places,problem," + old) && line.contains("61 days old"))
        .anyMatch(line -> line.startsWith("places,problem," + broken + ": is no database"))
        .anyMatch(line -> line.startsWith("places,problem,") && line.contains("no such file"))
        .anyMatch(line -> line.startsWith("places,note,addresses of peers are told"));
  }

  @Test
  void a_ledger_that_no_daemon_keeps_is_a_problem_and_what_lags_behind_is_none() {
    SmallLedger.write(user.data);
    assertThat(doctor(3))
        .anyMatch(
            line -> line.startsWith("daemon,problem,nothing is logged: no daemon keeps the ledger"))
        .anyMatch(line -> line.startsWith("reads,ok,wg0@uapi was last read at 2026-03-29 0"))
        .anyMatch(line -> line.startsWith("ledger,ok," + data.database() + " is whole"))
        .anyMatch(line -> line.matches("ledger,ok,events 1 to \\d+ are whole,"))
        .filteredOn(line -> line.contains(",problem,"))
        .hasSize(1);
  }

  @Test
  void openvpn_servers_are_told_of_and_a_missing_status_file_is_a_problem() throws Exception {
    user.settings(
        """
        names_search = false
        [[source]]
        name = "office"
        type = "openvpn-status"
        file = "%s"
        [[source]]
        name = "home"
        type = "openvpn-management"
        address = "unix:/nowhere"
        """
            .formatted(folder.resolve("status")));
    assertThat(doctor(3))
        .anyMatch(line ->
            line.matches("tunnels,problem,.*status: does not exist: is it the one of the.*"))
        .contains(
            "tunnels,note,home: its management interface has room for the daemon alone,'vpnledger"
                + " status' says who is connected");
  }

  @Test
  void a_page_that_nobody_can_write_or_nobody_wrote_lately_is_a_problem() throws Exception {
    SmallLedger.write(user.data);
    Path page = folder.resolve("www/vpn.html");
    configure("page.html_path = \"" + page + "\"\npage.text_path = \"" + folder + "\"");
    assertThat(doctor(3))
        .contains(
            "page,problem,page.html_path: there is no folder %1$s,make it: mkdir -p %1$s"
                .formatted(page.getParent()),
            "page,problem,page.text_path: " + folder + " is a folder,name a file in it");
    configure("page.html_path = \"" + page + "\"");
    Files.createDirectory(page.getParent());
    String never = "page.html_path: " + page + " was not written yet";
    assertThat(doctor(3)).anyMatch(line -> line.startsWith("page,note," + never));
    whileRunning(
        () -> assertThat(doctor(3)).anyMatch(line -> line.startsWith("page,problem," + never)));
    Files.createFile(page);
    Files.setLastModifiedTime(page, FileTime.from(SmallLedger.END));
    String written = page + " was written 30 s ago";
    whileRunning(
        () -> assertThat(doctor(3)).anyMatch(line -> line.startsWith("page,ok," + written)));
    Files.setLastModifiedTime(page, FileTime.from(SmallLedger.END.minus(Duration.ofMinutes(9))));
    whileRunning(() ->
        assertThat(doctor(3))
            .anyMatch(line ->
                line.startsWith("page,problem,page.html_path: " + page + " was written 9 min ago")
                    && line.contains("ReadWritePaths= for its folder")));
  }

  @Test
  void where_the_daemon_listens_or_who_else_has_the_port_is_told() throws Exception {
    SmallLedger.write(user.data);
    int port;
    try (ServerSocket own = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = own.getLocalPort();
      configure("listen = \"127.0.0.1:" + port + "\"");
      String answers = "listener,ok,the daemon answers at 127.0.0.1:" + port + ",";
      whileRunning(() -> assertThat(doctor(3)).contains(answers));
    }
    String nobody = "listener,note,nobody listens at 127.0.0.1:" + port;
    whileRunning(() -> assertThat(doctor(3)).anyMatch(line -> line.startsWith(nobody)));
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString(),
                "-p",
                "0",
                "-d",
                folder.toString())
            .start();
    try (BufferedReader said = other.inputReader()) {
      String line = said.readLine();
      while (line != null && !line.startsWith("URL")) {
        line = said.readLine();
      }
      String others = String.valueOf(line).replaceAll("\\D*127.0.0.1:(\\d+).*", "$1");
      configure("listen = \"127.0.0.1:" + others + "\"");
      String taken = "listener,problem,another program has 127.0.0.1:" + others + ": metrics";
      whileRunning(() -> assertThat(doctor(3)).anyMatch(found -> found.startsWith(taken)));
    } finally {
      other.destroy();
    }
  }

  @Test
  void a_daemon_that_reads_in_time_is_well_and_one_that_hangs_is_not() throws Exception {
    SmallLedger.write(user.data);
    whileRunning(() -> {
      assertThat(doctor(3))
          .anyMatch(line -> line.startsWith("reads,ok,wg0@uapi was read 30 s ago"))
          .anyMatch(line ->
              line.matches(
                  "daemon,note,runs: process %d, .*".formatted(ProcessHandle.current().pid())));
      user.at(SmallLedger.END.plus(Duration.ofMinutes(10)).toString());
      assertThat(doctor(3))
          .anyMatch(line ->
              line.startsWith(
                  "reads,problem,wg0@uapi was last read 10 min ago; the interval is 5 s"));
    });
  }

  @Test
  void an_audit_log_that_lacks_events_while_the_daemon_runs_is_a_problem() throws Exception {
    SmallLedger.write(user.data);
    whileRunning(() -> {
      assertThat(doctor(3))
          .anyMatch(line ->
              line.matches(
                  "audit log,problem,\\Q%s\\E lacks \\d+ events since 2026-03-28 .*may write to.*"
                      .formatted(user.log.resolve("wg_monitor.log"))));
      try (SqliteWriter writer = writer()) {
        writer.moveCursor("audit log", "1000000 0 0 -");
      }
      assertThat(doctor(3)).anyMatch(line -> line.startsWith("audit log,note,"));
    });
  }

  @Test
  void an_audit_log_where_it_may_not_be_is_a_problem() {
    SmallLedger.write(user.data);
    configure("audit.log_path = \"/etc/passwd\"");
    assertThat(doctor(3))
        .anyMatch(
            line -> line.startsWith("audit log,problem,/etc/passwd is outside of /var/log, /tmp"));
    configure("audit.syslog = \"/no/such/socket\"");
    assertThat(doctor(3))
        .anyMatch(line ->
            line.startsWith("audit log,problem,audit.syslog: there is no socket /no/such/socket"));
  }

  @Test
  void a_folder_and_a_key_that_others_may_read_are_problems_with_the_command_that_mends_them()
      throws IOException {
    SmallLedger.write(user.data);
    Path key = AuditKey.own(user.data);
    AuditKey.create(key);
    assertThat(doctor(3)).anyMatch(line -> line.startsWith("permissions,ok,"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    Files.setPosixFilePermissions(user.data, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(doctor(3))
        .anyMatch(line ->
            line.matches("permissions,problem,.* has mode 755: .*,chmod o-rwx " + user.data))
        .anyMatch(line -> line.matches("permissions,problem,.* has mode 640: .*,chmod 600 " + key));
  }

  @Test
  void a_corrupt_ledger_is_a_problem_whatever_is_corrupt() throws IOException {
    SmallLedger.write(user.data);
    try (FileChannel file = FileChannel.open(data.database(), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[8_192]), 8_192);
    }
    assertThat(doctor(3)).anyMatch(line -> line.startsWith("ledger,problem,"));
    Files.write(data.database(), new byte[100]);
    assertThat(doctor(3)).anyMatch(line -> line.startsWith("ledger,problem,"));
  }

  @Test
  void an_event_that_was_changed_is_named() throws SQLException {
    SmallLedger.write(user.data);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.database());
        var statement = connection.createStatement()) {
      statement.execute("UPDATE event SET name = 'Mallory' WHERE seq = 3");
    }
    assertThat(doctor(3))
        .anyMatch(line ->
            line.startsWith("ledger,problem,event 3 was changed")
                && line.endsWith(",vpnledger audit verify"));
  }

  @Test
  void a_stale_or_missing_clients_json_is_told() throws IOException {
    SmallLedger.write(user.data);
    Files.createDirectories(user.log);
    Path clients = user.log.resolve("clients.json");
    assertThat(doctor(3))
        .anyMatch(line -> line.startsWith("names,note," + clients + " is missing"));
    ClientsSnapshot.write(clients, Map.of(SmallLedger.ALICE, "Alice", SmallLedger.BOB, "Bob"));
    assertThat(doctor(3))
        .noneMatch(line -> line.contains("clients.json"))
        .anyMatch(line -> line.startsWith("names,note,1 of 3 peers have no name"));
    ClientsSnapshot.write(clients, Map.of(SmallLedger.ALICE, "Alicia"));
    assertThat(doctor(3))
        .anyMatch(line -> line.startsWith("names,problem," + clients + " is stale: 2 of 2 names"));
    Files.writeString(clients, "{ \"clients\": ");
    assertThat(doctor(3)).anyMatch(line -> line.startsWith("names,problem," + clients));
  }

  @Test
  void a_names_file_that_the_daemon_cannot_read_is_a_problem_with_its_drop_in() {
    SmallLedger.write(user.data);
    try (SqliteWriter writer = writer()) {
      writer.saveNameSources(
          List.of(
              new NameSourceRow(
                  "/srv/wg0.json", null, "/srv/wg0.json: permission denied", Map.of())));
    }
    assertThat(doctor(3))
        .anyMatch(line ->
            line.startsWith("names,problem,/srv/wg0.json: permission denied,")
                && line.contains("names.conf"));
  }

  @Test
  void a_script_that_others_may_write_is_a_problem_and_so_is_one_that_does_not_keep_up()
      throws IOException {
    SmallLedger.write(user.data);
    Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxrwxrwx"));
    configure("hook.script = \"" + script + "\"");
    // The temporary folder's own parent is everybody's: that is told before the script's mode.
    assertThat(doctor(3))
        .anyMatch(line ->
            line.matches("script,(problem|hidden),/.* may be written by others .* chmod go-w .*"));
    try (Deliveries deliveries = SqliteDeliveries.open(data.database(), "hook")) {
      deliveries.begin(Set.of(EventType.ONLINE, EventType.OFFLINE));
      deliveries.save(new Deliveries.Progress(0, 7, 2, 3), List.of());
    }
    assertThat(doctor(3))
        .anyMatch(line -> line.startsWith("script,note,3 of 10 events were given up"))
        .anyMatch(line -> line.matches("script,note,\\d+ events wait for it,.*"));
  }

  @Test
  void tunnels_that_nobody_can_reach_are_told() throws IOException {
    show(0, 0);
    configure("interface = [\"wg0\", \"wg7\"]");
    assertThat(doctor(3))
        .anyMatch(line -> line.startsWith("tunnels,note,wg0@list listens on no port"))
        .anyMatch(line -> line.startsWith("tunnels,note,wg0@list: none of 1 peers has ever shaken"))
        .anyMatch(line -> line.startsWith("tunnels,problem,no interface wg7, which the settings"));
    Files.writeString(dump, "");
    configure("");
    assertThat(doctor(3))
        .anyMatch(line -> line.startsWith("tunnels,problem,no tunnel found: no WireGuard"));
    user.settings("[[source]]\ntype = \"command\"\ncommand = [\"no-such-program\"]\n");
    assertThat(doctor(3))
        .anyMatch(line ->
            line.startsWith("tools,problem,source command runs no-such-program, which is not in"));
  }

  @Test
  void a_clock_that_was_put_back_is_a_problem() {
    SmallLedger.write(user.data);
    user.at(Instant.parse("2026-03-01T00:00:00Z").toString());
    assertThat(doctor(3))
        .anyMatch(line ->
            line.matches(
                "clock,problem,it is 2026-03-01 .*, but the last event is of 2026-03-29 .*"));
  }

  @Test
  void doubtful_settings_and_files_that_nobody_reads_are_noted() throws IOException {
    Files.createDirectories(user.defaults());
    Files.writeString(user.defaults().resolve("wg_monitor"), "INTERVAL=10\n");
    configure("threshold = 60");
    assertThat(doctor(3))
        .anyMatch(line -> line.startsWith("settings,note," + user.config() + ":"))
        .anyMatch(line ->
            line.startsWith(
                "settings,note," + user.defaults().resolve("wg_monitor") + " is read by nobody"));
  }

  @Test
  void wrong_settings_are_a_failure_and_every_field_is_documented() throws IOException {
    configure("no_such_key = 1");
    assertThat(user.run("doctor").code()).isEqualTo(1);
    configure("");
    String fields = Files.readString(Path.of("../docs/fields.md"));
    assertThat(doctor(3).getFirst().split(","))
        .containsExactly("check", "result", "found", "advice")
        .allSatisfy(field -> assertThat(fields).contains("\n| `" + field + "` |"));
    assertThat(user.run("doctor", "--json").out())
        .startsWith("[")
        .contains("\"check\":\"daemon\",\"result\":\"problem\",\"found\":\"nothing is logged");
  }
}
