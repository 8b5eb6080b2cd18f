package org.vpnledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.store.ImportedSession;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;

class MonitorLogTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final PeerKey ANN = new PeerKey("AbC1dEf2...4xYz5678");
  private static final String WHO = "[wg0] AbC1dEf2...4xYz5678 (192.0.2.50:51820) [IP: 10.0.0.1]";

  @TempDir Path folder;
  private int files;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("log" + ++files), text);
  }

  private List<ImportedSession> sessions(String... texts) throws IOException {
    MonitorLog log = new MonitorLog(BERLIN, NOW);
    for (String text : texts) {
      log.read(file(text));
    }
    return sessions(log);
  }

  private static List<ImportedSession> sessions(MonitorLog log) {
    List<ImportedSession> sessions = new ArrayList<>();
    log.sessions().forEach((_, session) -> sessions.add(session));
    return sessions;
  }

  private static ImportedSession session(String from, String noticed, String to, String end) {
    return new ImportedSession(
        ANN,
        Instant.parse(from),
        Instant.parse(noticed),
        Instant.parse(to),
        Instant.parse(end),
        new Endpoint("192.0.2.50", 51820),
        null);
  }

  private static final String DAY =
      """
      2023-10-27 10:00:00 Monitor started | Interval: 30s, Threshold: 180s, Stats: 3600s
      2023-10-27 10:01:30 ONLINE  %1$s new (handshake: 10:01:25)
      2023-10-27 10:45:00 OFFLINE %1$s (handshake: 10:41:25)
      """
          .formatted(WHO);

  @Test
  void a_session_begins_with_its_handshake_and_ends_with_the_last_one() throws IOException {
    assertThat(sessions(DAY))
        .containsExactly(
            session(
                "2023-10-27T08:01:25Z",
                "2023-10-27T08:01:30Z",
                "2023-10-27T08:41:25Z",
                "2023-10-27T08:45:00Z"));
  }

  @Test
  void a_handshake_of_another_day_has_its_date_and_one_that_never_was_is_none() throws IOException {
    assertThat(
            sessions(
                """
                2023-10-28 00:00:30 ONLINE  %1$s (handshake: 2023-10-27 23:59:58)
                2023-10-28 00:10:00 OFFLINE %1$s (handshake: Never)
                """
                    .formatted(WHO)))
        .containsExactly(
            session(
                "2023-10-27T21:59:58Z",
                "2023-10-27T22:00:30Z",
                "2023-10-27T22:10:00Z",
                "2023-10-27T22:10:00Z"));
  }

  @Test
  void files_may_come_in_any_order_and_a_session_reach_from_one_into_the_next() throws IOException {
    int second = DAY.indexOf("2023-10-27 10:45");
    assertThat(sessions(DAY.substring(second), DAY.substring(0, second)))
        .isEqualTo(sessions(DAY))
        .hasSize(1);
    assertThat(sessions(DAY, DAY, DAY.substring(second)).stream().distinct()).hasSize(1);
  }

  @Test
  void what_is_not_told_is_left_out() throws IOException {
    assertThat(sessions(DAY.substring(DAY.indexOf("2023-10-27 10:45")))).isEmpty();
    MonitorLog log = new MonitorLog(BERLIN, NOW);
    log.read(file(DAY.substring(0, DAY.indexOf("2023-10-27 10:45"))));
    assertThat(log.sessions().count()).isZero();
    assertThat(log.sessions().unfinished()).isEqualTo(1);
  }

  @Test
  void nobody_watched_after_the_monitor_ended_or_was_killed() throws IOException {
    String online = DAY.substring(0, DAY.indexOf("2023-10-27 10:45"));
    ImportedSession stopped =
        sessions(online + "2023-10-27 11:00:00 Monitor stopped gracefully.\n").getFirst();
    assertThat(stopped.end()).isEqualTo("2023-10-27T09:00:00Z");
    ImportedSession killed =
        sessions(
                online
                    + "2023-10-27 10:30:00 OFFLINE [wg0] other (N/A) [IP: N/A] new (handshake: Never)\n"
                    + "2023-10-27 12:00:00 Monitor started | Interval: 30s\n")
            .getFirst();
    assertThat(killed.end()).isEqualTo("2023-10-27T08:30:00Z");
  }

  @Test
  void roaming_tells_where_it_was_last_and_removal_ends_it() throws IOException {
    ImportedSession session =
        sessions(
                """
                2023-10-27 10:01:30 ONLINE  %1$s new (handshake: 10:01:25)
                2023-10-27 10:02:00 ROAMING [wg0] AbC1dEf2...4xYz5678 ([2001:db8::5]:9) [IPs: 10.0.0.1, fd00::1] 192.0.2.50:51820 → [2001:db8::5]:9
                2023-10-27 10:05:00 [WARN] REMOVED [wg0] AbC1dEf2...4xYz5678 ([2001:db8::5]:9) [IP: 10.0.0.1] (handshake: 10:03:00)
                """
                    .formatted(WHO))
            .getFirst();
    assertThat(session.endpoint()).isEqualTo(new Endpoint("2001:db8::5", 9));
    assertThat(session.end()).isEqualTo("2023-10-27T08:03:00Z");
  }

  @Test
  void in_the_hour_that_comes_twice_time_goes_on() throws IOException {
    ImportedSession session =
        sessions(
                """
                2023-10-29 02:50:00 ONLINE  %1$s new (handshake: 02:49:55)
                2023-10-29 02:10:00 OFFLINE %1$s (handshake: 02:06:00)
                """
                    .formatted(WHO))
            .getFirst();
    assertThat(session.start()).isEqualTo("2023-10-29T00:49:55Z");
    assertThat(session.end()).isEqualTo("2023-10-29T01:06:00Z");
  }

  @Test
  void our_own_log_is_read_back_too() throws IOException {
    assertThat(MonitorLine.parse("2023-10-27 10:01:30 ONLINE  " + WHO + " (handshake: 10:01:25)"))
        .isNotNull();
  }

  @Test
  void a_compressed_log_is_known_by_its_first_bytes_and_a_cut_one_is_one_line() throws IOException {
    Path packed = folder.resolve("packed");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(DAY.repeat(500).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(MonitorLog.isOne(packed)).isTrue();
    MonitorLog log = new MonitorLog(BERLIN, NOW);
    assertThat(log.read(packed)).isEqualTo(1_500);
    byte[] bytes = Files.readAllBytes(packed);
    Files.write(packed, java.util.Arrays.copyOf(bytes, bytes.length - 9));
    assertThatThrownBy(() -> new MonitorLog(BERLIN, NOW).read(packed))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot be unpacked: it was changed or cut");
  }

  @Test
  void other_files_are_none() throws IOException {
    assertThat(MonitorLog.isOne(file(""))).isFalse();
    assertThat(MonitorLog.isOne(file("root:x:0:0\n".repeat(500)))).isFalse();
    assertThat(MonitorLog.isOne(file("1759954165,2025-10-08 22:09:25,key,Ann,1,2,3,4,5\n")))
        .isFalse();
    assertThat(MonitorLog.isOne(file("x\n" + DAY))).isTrue();
  }

  /** Whatever stands there, lines are read or not, and sessions never end before they begin. */
  @Test
  void hostile_lines_are_lines_that_tell_nothing() throws IOException {
    List<String> corpus;
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("wg_monitor.log"))) {
      corpus = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    Random random = new Random(20260302);
    int told = 0;
    for (int round = 0; round < 60; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        StringBuilder line = new StringBuilder(corpus.get(random.nextInt(corpus.size())));
        for (int changes = random.nextInt(3); changes > 0 && !line.isEmpty(); changes--) {
          int at = random.nextInt(line.length());
          switch (random.nextInt(3)) {
            case 0 -> line.setCharAt(at, (char) random.nextInt(32, 0x2200));
            case 1 -> line.delete(at, Math.min(line.length(), at + random.nextInt(9)));
            default -> line.insert(at, line.substring(random.nextInt(at + 1), at));
          }
        }
        text.append(line).append('\n');
      }
      MonitorLog log = new MonitorLog(BERLIN, NOW);
      told += log.read(file(text.toString()));
      assertThat(sessions(log))
          .allMatch(session -> !session.end().isBefore(session.start()))
          .allMatch(session -> !session.endNoticed().isBefore(session.end()));
    }
    assertThat(told).isGreaterThan(1_000);
  }
}
