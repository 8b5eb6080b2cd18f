package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void sessions_end_with_the_bytes_that_the_server_reports(int version) {
    try (Folder meeting = Folder.create();
        Ledger ledger = Ledger.start(configuration(meeting.resolve("status")))) {
      Path told = meeting.resolve("told");
      Path tee = meeting.write("tee", tee(told, ledger.folder().resolve("data")), "rwx------");
      try (OpenVpnServer server =
          OpenVpnServer.start(
              version,
              "--status",
              meeting.resolve("status").toString(),
              "1",
              "--script-security",
              "2",
              "--client-disconnect",
              tee.toString())) {
        OpenVpnDevice phone = server.connect("alice");
        OpenVpnDevice laptop = server.connect("alice");
        OpenVpnDevice bob = server.connect("Bob, \"the 2nd\"");
        phone.exchange(100);
        laptop.exchange(300);
        bob.exchange(50);
        awaitOnline(ledger, 2);
        assertThat(open(ledger)).hasSize(3);

        phone.disconnect();
        Eventually.holds("its end is told", Eventually.PATIENCE, () -> told(told).size() == 1);
        phone.reconnect(); // within a moment, and from the same port
        phone.exchange(20);
        Eventually.holds("it is known", Eventually.PATIENCE, () -> open(ledger).size() == 3);
        bob.crash(); // the server misses it after some seconds
        laptop.exchange(40);
        Eventually.holds("it is missed", Eventually.PATIENCE, () -> told(told).size() == 2);
        ledger.kill9();
        laptop.disconnect(); // while nobody watches
        Eventually.holds("it goes", Eventually.PATIENCE, () -> told(told).size() == 3);
        ledger.spawn();
        ledger.awaitReady();
        server.end(); // which ends the one that is left, and says so
        Eventually.holds("all are told", Eventually.PATIENCE, () -> told(told).size() == 4);
        Map<String, Bytes> truth = told(told);
        Eventually.see("the sessions", Eventually.PATIENCE, () -> ended(ledger), truth::equals);

        server.start();
        bob.start(OpenVpnServer.UNDERLAY);
        bob.exchange(10);
        awaitOnline(ledger, 1);
        server.crash(); // which reports nothing
        assertThat(Books.total(ledger, "office").keySet())
            .containsExactlyInAnyOrder("alice", "Bob, \"the 2nd\"");
        assertThat(Books.total(ledger, "office").get("alice")).isEqualTo(sum(truth, "alice"));
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

  /** Keeps the variables that the server gives, then does what an operator would let it do. */
  private static String tee(Path told, Path data) {
    return """
    #!/bin/sh
    { env | grep -E '^(common_name|trusted_ip|time_unix|bytes_received|bytes_sent)='; echo end; } >>%s
    exec %s hook openvpn --data-dir %s
    """
        .formatted(told, Surroundings.launcher(), data);
  }

  private static String configuration(Path status) {
    return """
    [[source]]
    name = "office"
    type = "openvpn-status"
    file = "%s"
    """
        .formatted(status);
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

  /** Bytes of each session that has ended, by who and since when. */
  private static Map<String, Bytes> ended(Ledger ledger) {
    Map<String, Bytes> sessions = new TreeMap<>();
    for (Row row : ledger.sessions()) {
      if (row.find("session_end") != null) {
        String from = row.text("endpoint").replaceFirst(":[0-9]+$", "");
        String key = key(row.text("peer"), from, row.time("session_start"));
        assertThat(sessions.put(key, row.bytes(""))).as("once: %s", row).isNull();
      }
    }
    return sessions;
  }

  /** The same as the server told it. */
  private static Map<String, Bytes> told(Path file) {
    Map<String, Bytes> sessions = new TreeMap<>();
    Map<String, String> one = new HashMap<>();
    for (String line : lines(file)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        one.put(line.substring(0, equals), line.substring(equals + 1));
      } else {
        sessions.put(
            key(
                one.getOrDefault("common_name", ""),
                one.getOrDefault("trusted_ip", ""),
                Instant.ofEpochSecond(Long.parseLong(one.getOrDefault("time_unix", "0")))),
            new Bytes(
                Long.parseLong(one.getOrDefault("bytes_received", "-1")),
                Long.parseLong(one.getOrDefault("bytes_sent", "-1"))));
        one.clear();
      }
    }
    return sessions;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : new ArrayList<>();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(String peer, String from, Instant since) {
    return peer + " from " + from + " since " + since;
  }

  private static Bytes sum(Map<String, Bytes> sessions, String peer) {
    return sessions.entrySet().stream()
        .filter(session -> session.getKey().startsWith(peer + " from "))
        .map(Map.Entry::getValue)
        .reduce(new Bytes(0, 0), Bytes::plus);
  }
}
