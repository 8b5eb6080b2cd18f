package org.vpnledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.audit.Trail.ALICE;
import static org.vpnledger.audit.Trail.BOB;
import static org.vpnledger.audit.Trail.at;
import static org.vpnledger.audit.Trail.event;
import static org.vpnledger.audit.Trail.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.Cursors;
import org.vpnledger.store.sqlite.SqliteCursors;

/** The audit log is wg_monitor's to the byte, and neither a crash nor a rotation loses a line. */
final class TextLogTest {
  private static final String ENDPOINT = "192.168.1.50:51820";

  @TempDir Path folder;
  private Trail trail;
  private Path log;

  @BeforeEach
  void begin() {
    trail = new Trail(folder);
    log = folder.resolve("log/wg_monitor.log");
  }

  @AfterEach
  void end() {
    trail.close();
  }

  private TextLog output() {
    return new TextLog(log, 1 << 20, 7);
  }

  @Test
  void the_lines_are_those_of_wg_monitor_to_the_byte() throws IOException {
    trail.route(ALICE, "00:00:00", "10.0.0.1/32");
    trail.happen(event(EventType.STARTED, null, "10:00:00", null, null));
    trail.happen(
        event(EventType.ADDED, ALICE, "10:01:30", ENDPOINT, at("10:01:25")),
        event(EventType.ONLINE, ALICE, "10:01:30", ENDPOINT, at("10:01:25")));
    trail.happen(event(EventType.OFFLINE, ALICE, "10:45:00", ENDPOINT, at("10:01:25")));
    trail.happen(event(EventType.ONLINE, ALICE, "11:15:20", ENDPOINT, at("11:15:15")));
    trail.happen(event(EventType.ROAMED, ALICE, "11:20:00", ENDPOINT, at("11:15:15")));
    trail.happen(event(EventType.REMOVED, ALICE, "12:00:00", ENDPOINT, at("11:15:15")));
    trail.follow(output());
    assertThat(text(log))
        .isEqualTo(
            """
            2023-10-27 10:00:00 Monitor started | Interval: 30s, Threshold: 180s, Stats: 3600s
            2023-10-27 10:01:30 ONLINE  [wg0] AbC1dEf2...4xYz5678 (192.168.1.50:51820) [IP: 10.0.0.1] new (handshake: 10:01:25)
            2023-10-27 10:45:00 OFFLINE [wg0] AbC1dEf2...4xYz5678 (192.168.1.50:51820) [IP: 10.0.0.1] (handshake: 10:01:25)
            2023-10-27 11:15:20 ONLINE  [wg0] AbC1dEf2...4xYz5678 (192.168.1.50:51820) [IP: 10.0.0.1] (handshake: 11:15:15)
            2023-10-27 11:20:00 ROAMING [wg0] AbC1dEf2...4xYz5678 (192.168.1.50:51820) [IP: 10.0.0.1] 198.51.100.1:1 → 192.168.1.50:51820
            2023-10-27 12:00:00 [WARN] REMOVED [wg0] AbC1dEf2...4xYz5678 (192.168.1.50:51820) [IP: 10.0.0.1] (handshake: 11:15:15)
            """);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void what_is_not_known_and_what_is_several_is_said_as_wg_monitor_does() throws IOException {
    trail.happen(event(EventType.ADDED, ALICE, "10:00:00", null, null));
    trail.route(BOB, "00:00:00", "10.0.0.2/32", "fd00::2/128", "192.168.0.0/16");
    trail.happen(event(EventType.ADDED, BOB, "10:00:00", ENDPOINT, at("00:00:00").minusSeconds(1)));
    trail.route(BOB, "11:00:00", "10.1.0.0/16", "10.2.0.0/16");
    trail.happen(event(EventType.OFFLINE, BOB, "23:59:59", ENDPOINT, at("00:00:00")));
    trail.follow(output());
    assertThat(text(log))
        .isEqualTo(
            """
            2023-10-27 10:00:00 OFFLINE [wg0] AbC1dEf2...4xYz5678 (N/A) [IP: N/A] new (handshake: Never)
            2023-10-27 10:00:00 OFFLINE [wg0] Bob1dEf2...4xYz5678 (192.168.1.50:51820) [IPs: 10.0.0.2, fd00::2] new (handshake: 2023-10-26 23:59:59)
            2023-10-27 23:59:59 OFFLINE [wg0] Bob1dEf2...4xYz5678 (192.168.1.50:51820) [IPs: 10.1.0.0/16,10.2.0.0/16] (handshake: 00:00:00)
            """);
  }

  @Test
  void a_move_while_away_is_told_by_the_return_alone() throws IOException {
    trail.happen(
        event(EventType.ROAMED, ALICE, "10:00:00", ENDPOINT, at("09:00:00")),
        event(EventType.ONLINE, ALICE, "10:00:00", ENDPOINT, at("10:00:00")));
    trail.follow(output());
    assertThat(text(log).lines()).singleElement().asString().contains(" ONLINE ");
  }

  @Test
  void a_crash_between_the_file_and_its_cursor_repeats_and_loses_no_line() throws IOException {
    trail.happen(event(EventType.ONLINE, ALICE, "10:00:00", ENDPOINT, at("10:00:00")));
    trail.follow(output());
    String cursor = cursor();
    for (int i = 1; i < 5; i++) {
      trail.happen(event(EventType.OFFLINE, ALICE, "10:0" + i + ":00", ENDPOINT, at("10:00:00")));
    }
    trail.follow(output());
    String whole = text(log);
    String hashes = text(TextLog.hashesOf(log));
    for (int cut = 0; cut <= 150; cut += 25) {
      setCursor(cursor);
      // Both files, one of them, and half a line of it had reached the disk.
      Files.writeString(log, whole.substring(0, whole.length() - cut));
      Files.writeString(
          TextLog.hashesOf(log), hashes.substring(0, Math.max(0, hashes.length() - 3 * cut)));
      trail.follow(output());
      assertThat(text(log)).isEqualTo(whole);
      assertThat(verified()).isNull();
    }
  }

  @Test
  void a_large_log_is_put_aside_and_the_oldest_goes() throws IOException {
    for (int i = 0; i < 60; i++) {
      trail.happen(
          event(EventType.ONLINE, ALICE, "10:00:%02d".formatted(i), ENDPOINT, at("10:00:00")));
      trail.follow(new TextLog(log, 1_000, 3));
    }
    assertThat(names())
        .containsExactly(
            "wg_monitor.log",
            "wg_monitor.log.1.gz",
            "wg_monitor.log.2.gz",
            "wg_monitor.log.3.gz",
            "wg_monitor.log.chain",
            "wg_monitor.log.chain.1.gz",
            "wg_monitor.log.chain.2.gz",
            "wg_monitor.log.chain.3.gz");
    List<String> lines = new ArrayList<>();
    for (int i = 3; i > 0; i--) {
      try (var in =
          new GZIPInputStream(
              Files.newInputStream(log.resolveSibling("wg_monitor.log." + i + ".gz")))) {
        lines.addAll(
            new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList());
      }
    }
    lines.addAll(text(log).lines().toList());
    assertThat(lines.getLast()).contains("10:00:59 ONLINE");
    assertThat(lines).isSorted().hasSizeGreaterThan(20).doesNotHaveDuplicates();
    assertThat(verified()).isNull();
  }

  @Test
  void whoever_else_rotates_it_need_tell_nobody() throws IOException {
    trail.happen(event(EventType.ONLINE, ALICE, "10:00:00", ENDPOINT, at("10:00:00")));
    trail.follow(output());
    Files.move(log, log.resolveSibling("wg_monitor.log.1"));
    trail.happen(event(EventType.OFFLINE, ALICE, "10:05:00", ENDPOINT, at("10:00:00")));
    trail.follow(output());
    assertThat(text(log).lines()).singleElement().asString().contains("10:05:00 OFFLINE");
    assertThat(verified()).isNull();
    Files.move(log, log.resolveSibling("wg_monitor.log-20231028"));
    Files.move(
        log.resolveSibling("wg_monitor.log.1"), log.resolveSibling("wg_monitor.log-20231027"));
    trail.happen(event(EventType.ONLINE, ALICE, "10:06:00", ENDPOINT, at("10:00:00")));
    trail.follow(output());
    assertThat(verified()).isNull();
  }

  @Test
  void a_log_of_wg_monitor_that_is_there_already_is_gone_on_with() throws Exception {
    Files.createDirectories(folder.resolve("log"));
    String old = "2023-10-26 09:00:00 Monitor started | Interval: 30s\n2023-10-26 09:00:01 half";
    Files.writeString(log, old);
    trail.happen(event(EventType.ONLINE, ALICE, "10:00:00", ENDPOINT, at("10:00:00")));
    trail.follow(output());
    assertThat(text(log)).startsWith(old + "\n2023-10-27 10:00:00 ONLINE");
    assertThat(verified()).isNull();
    trail.happen(event(EventType.OFFLINE, ALICE, "10:05:00", ENDPOINT, at("10:00:00")));
    trail.follow(output());
    assertThat(verified()).isNull();
    Files.writeString(log, text(log).replace("ONLINE", "0NLINE"));
    assertThat(verified()).startsWith(log + " line 3 was changed");
  }

  @Test
  void a_log_that_is_empty_or_has_lost_its_hashes_is_not_whole() throws Exception {
    trail.happen(event(EventType.ONLINE, ALICE, "10:00:00", ENDPOINT, at("10:00:00")));
    trail.follow(output());
    String lines = text(log);
    Path hashes = TextLog.hashesOf(log);
    Files.writeString(log, "");
    Files.writeString(hashes, "");
    assertThat(verified()).contains("the line of event 1 is missing");
    Files.writeString(log, lines);
    Files.delete(hashes);
    assertThat(verified()).contains("there are no hashes");
  }

  @Test
  void a_clock_that_is_put_back_and_other_networks_then_are_no_alarm() throws Exception {
    trail.route(ALICE, "09:00:00", "10.0.0.1/32");
    trail.happen(event(EventType.ONLINE, ALICE, "10:00:00", ENDPOINT, at("10:00:00")));
    trail.follow(output());
    trail.route(ALICE, "09:30:00", "10.0.0.9/32"); // by the clock before what was told
    assertThat(verified()).isNull();
    Files.writeString(log, text(log).replace("10.0.0.1]", "10.0.0.7]"));
    assertThat(verified()).startsWith(log + " line 1 was changed");
  }

  @Test
  void hashes_may_be_put_aside_at_other_times_than_their_log() throws IOException {
    TextLog output = new TextLog(log, 1 << 20, 0);
    for (int i = 0; i < 20; i++) {
      trail.happen(
          event(EventType.ONLINE, ALICE, "10:00:%02d".formatted(i), ENDPOINT, at("10:00:00")));
      trail.follow(output);
      if (i == 5) {
        Files.move(log, log.resolveSibling("wg_monitor.log.1"));
      } else if (i == 12) {
        Path hashes = TextLog.hashesOf(log);
        Files.move(hashes, hashes.resolveSibling(hashes.getFileName() + ".1"));
      }
    }
    assertThat(verified()).isNull();
    Path older = TextLog.hashesOf(log).resolveSibling("wg_monitor.log.chain.1");
    Path aside = Files.move(older, folder.resolve("chain"));
    assertThat(verified()).isNull();
    Files.move(aside, older);
    Files.delete(log.resolveSibling("wg_monitor.log.1"));
    assertThat(verified()).isNull();
    Files.writeString(log, text(log).replace("10:00:19", "10:00:18"));
    assertThat(verified()).contains("was changed");
  }

  @Test
  void what_hostile_names_say_stays_within_its_line() throws IOException {
    String hostile = "x\n2023-10-27 10:00:00 ONLINE  [wg0] fake\u0000\u001b[31m\u2028\u202e";
    trail.happen(
        new org.vpnledger.ledger.Event(
            EventType.STARTED,
            null,
            null,
            hostile,
            at("10:00:00"),
            at("10:00:00"),
            null,
            null,
            null,
            hostile));
    trail.happen(
        new org.vpnledger.ledger.Event(
            EventType.ONLINE,
            new org.vpnledger.vpn.TunnelId("s", "wg\n0"),
            new org.vpnledger.vpn.PeerKey("key\nOFFLINE"),
            hostile,
            at("10:00:00"),
            at("10:00:00"),
            null,
            null,
            null,
            null));
    trail.follow(output());
    assertThat(text(log).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("2023-10-27 10:00:00 "));
    assertThat(text(log)).doesNotContain("\u001b", "\u0000", "\u2028", "\u202e");
    assertThat(verified()).isNull();
  }

  private @Nullable String verified() throws IOException {
    try {
      return LogCheck.run(log, trail::reader).problem();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder.resolve("log"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String cursor() {
    try (Cursors cursors = SqliteCursors.open(trail.ledger)) {
      return String.valueOf(cursors.cursor("audit log"));
    }
  }

  private void setCursor(String cursor) {
    try (Cursors cursors = SqliteCursors.open(trail.ledger)) {
      cursors.moveCursor("audit log", cursor);
    }
  }
}
