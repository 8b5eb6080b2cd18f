package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ledger of a real OpenVPN server with real clients: every session to the byte, as the server
 * itself reports it when a connection ends.
 */
@RequiresLab
@Timeout(240)
final class OpenVpnLedgerTest {
  private static final long MOVED = 3_000_000;

  /** How the ledger reads the server: its status file in one of three versions, or management. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "management"})
  void sessions_end_with_the_bytes_that_the_server_reports(String way) {
    boolean managed = way.equals("management");
    try (Folder meeting = Folder.create();
        Ledger ledger = Ledger.start(managed ? managed(meeting) : status(meeting))) {
      OpenVpnEnds ends = OpenVpnEnds.keptAndNoted(meeting, ledger.folder().resolve("data"));
      List<String> options = new ArrayList<>(ends.options());
      options.addAll(List.of("--status", meeting.resolve("status").toString(), "1"));
      if (managed) {
        options.addAll(management(meeting));
      }
      try (OpenVpnServer server =
          OpenVpnServer.start(managed ? 1 : Integer.parseInt(way), options)) {
        OpenVpnDevice phone = server.connect("alice");
        OpenVpnDevice laptop = server.connect("alice");
        OpenVpnDevice bob = server.connect("Bob, \"the 2nd\"");
        phone.exchange(100);
        server.traffic().transfer(laptop, MOVED, MOVED);
        bob.exchange(50);
        awaitOnline(ledger, 2);
        assertThat(open(ledger)).hasSize(3);

        phone.disconnect();
        Eventually.holds("its end is told", Eventually.PATIENCE, () -> ends.told().size() == 1);
        phone.reconnect(); // within a moment, and from the same port
        phone.exchange(20);
        Eventually.holds("it is known", Eventually.PATIENCE, () -> open(ledger).size() == 3);
        bob.crash(); // the server misses it after some seconds
        laptop.exchange(40);
        Eventually.holds("it is missed", Eventually.PATIENCE, () -> ends.told().size() == 2);
        ledger.kill9();
        laptop.disconnect(); // while nobody watches
        Eventually.holds("it goes", Eventually.PATIENCE, () -> ends.told().size() == 3);
        ledger.spawn();
        ledger.awaitReady();
        server.end(); // which ends the one that is left, and says so
        Eventually.holds("all are told", Eventually.PATIENCE, () -> ends.told().size() == 4);
        Map<String, Bytes> truth = ends.told();
        Eventually.see(
            "the sessions", Eventually.PATIENCE, () -> OpenVpnEnds.ended(ledger), truth::equals);

        server.start();
        bob.start(OpenVpnServer.UNDERLAY);
        bob.exchange(10);
        awaitOnline(ledger, 1);
        server.crash(); // which reports nothing
        assertThat(Books.total(ledger, "office").keySet())
            .containsExactlyInAnyOrder("alice", "Bob, \"the 2nd\"");
        assertThat(Books.total(ledger, "office").get("alice"))
            .isEqualTo(OpenVpnEnds.sum(truth, "alice"));
        Bytes most = truth.values().stream().max(Comparator.comparingLong(Bytes::rx)).orElseThrow();
        assertThat(most.rx()).as("the laptop's, with headers").isBetween(MOVED, MOVED * 2);
        assertThat(most.tx()).isBetween(MOVED, MOVED * 2);
        assertThat(ledger.events("REMOVED", null)).isEmpty();
        assertThat(ledger.events("ONLINE", "alice")).isNotEmpty();
        assertThat(Files.exists(ledger.folder().resolve("data").resolve("openvpn"))).isTrue();
        assertThat(ledger.folder().resolve("data").resolve("openvpn")).isEmptyDirectory();
      }
    }
  }

  @Test
  void the_hook_says_in_one_line_what_is_wrong() {
    String launcher = Surroundings.launcher().toString();
    assertComplaint("client-disconnect", launcher, "hook", "openvpn");
    assertComplaint(
        "/nowhere/openvpn is not there",
        "env",
        "bytes_received=1",
        "time_unix=1",
        launcher,
        "hook",
        "openvpn",
        "--data-dir",
        "/nowhere");
    assertComplaint("unknown option --size", launcher, "hook", "openvpn", "--size");
  }

  private static void assertComplaint(String saying, String... words) {
    Command.Result result = Command.of(words).run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).singleElement().asString().contains(saying);
  }

  private static String status(Folder meeting) {
    return """
    [[source]]
    name = "office"
    type = "openvpn-status"
    file = "%s"
    """
        .formatted(meeting.resolve("status"));
  }

  private static String managed(Folder meeting) {
    return """
    [[source]]
    name = "office"
    type = "openvpn-management"
    address = "unix:%s"
    password_file = "%s"
    """
        .formatted(meeting.resolve("socket"), meeting.write("password", "open sesame\n"));
  }

  private static List<String> management(Folder meeting) {
    return List.of(
        "--management",
        meeting.resolve("socket").toString(),
        "unix",
        meeting.resolve("password").toString());
  }

  private static void awaitOnline(Ledger ledger, int peers) {
    Eventually.see(
        peers + " online",
        Eventually.PATIENCE,
        ledger::status,
        rows -> rows.stream().filter(row -> row.has("online", "true")).count() == peers);
  }

  private static List<Row> open(Ledger ledger) {
    return ledger.sessions().stream().filter(row -> row.find("session_end") == null).toList();
  }
}
