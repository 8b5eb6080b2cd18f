package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole gateway comes online at once, and each peer's script takes its time. */
@RequiresLab
@Timeout(400)
final class HookTest {
  private static final int PEERS = 1_000;
  private static final int PARALLEL = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Generous: what the daemon of a thousand peers takes anyway is far more than what waits. */
  private static final long MOST_MEGABYTES = 400;

  private final Instant now = Instant.now();

  @Test
  void a_thousand_transitions_in_one_poll_all_reach_a_slow_script_though_the_daemon_is_killed()
      throws IOException {
    // Below /tmp no script is run: everybody may write there.
    try (Folder folder = Folder.createIn(Path.of("/var/lib"))) {
      Path dump = folder.write("dump", dump(0));
      Path ran = folder.resolve("ran");
      Path script =
          folder.write(
              "on-change",
              "#!/bin/sh\nsleep 1\necho \"$PEER_SEQ $PEER_EVENT $PEER_PUBKEY\" >>%s\n"
                  .formatted(ran),
              "rwx------");
      try (Ledger ledger = Ledger.start(config(dump, script))) {
        Path next = folder.write("dump.new", dump(now.getEpochSecond()));
        Files.move(next, dump, StandardCopyOption.ATOMIC_MOVE);
        Eventually.holds("a third has run", PATIENCE, () -> lines(ran).size() >= PEERS / 3);
        // The ledger was not kept waiting: every event is there, and it goes on.
        assertThat(online(ledger)).hasSize(PEERS);
        long before = peakMegabytes(ledger);
        ledger.kill9();
        ledger.spawn();
        ledger.awaitReady();
        Set<String> expected = online(ledger);
        Eventually.see(
            "every event's script has run",
            PATIENCE,
            () -> new HashSet<>(lines(ran)),
            expected::equals);
        long after = peakMegabytes(ledger);
        System.out.printf(
            "%d runs for %d events; at most %d MB before the crash, %d MB after%n",
            lines(ran).size(), PEERS, before, after);
        // Repeated is only what ran at the crash, and what had just ended and was not written down.
        assertThat(lines(ran).size()).isLessThanOrEqualTo(PEERS + 3 * PARALLEL);
        assertThat(Math.max(before, after)).isLessThan(MOST_MEGABYTES);
        ledger.stop();
        List<String> audited = lines(ledger.folder().resolve("logs/wg_monitor.log"));
        assertThat(audited.stream().filter(line -> line.contains(" ONLINE  [wg0] ")))
            .hasSize(PEERS);
        assertThat(ledger.run("audit", "verify").exitCode()).isZero();
      }
    }
  }

  /** The lines that scripts write. */
  private static Set<String> online(Ledger ledger) {
    return ledger.json("events", "--limit", "5000").stream()
        .filter(row -> row.has("type", "ONLINE"))
        .map(row -> row.text("seq") + " ONLINE " + row.text("peer"))
        .collect(Collectors.toSet());
  }

  private static String config(Path dump, Path script) {
    return """
    [[source]]
    name = "list"
    type = "command"
    command = ["/bin/cat", "%s"]
    [hook]
    script = "%s"
    events = ["ONLINE"]
    parallel = %d
    """
        .formatted(dump, script, PARALLEL);
  }

  /** What {@code wg show all dump} prints, with this handshake of every peer. */
  private static String dump(long handshake) {
    return Stream.concat(
            Stream.of(String.join("\t", "wg0", "(none)", key(0), "51820", "off")),
            IntStream.rangeClosed(1, PEERS)
                .mapToObj(n ->
                    String.join(
                        "\t",
                        "wg0",
                        key(n),
                        "(none)",
                        handshake == 0 ? "(none)" : "198.51.100.1:" + (10_000 + n),
                        "10.9.%d.%d/32".formatted(n / 250, n % 250),
                        Long.toString(handshake),
                        "0",
                        "0",
                        "off")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String key(int number) {
    byte[] bytes = ByteBuffer.allocate(32).putInt(28, number + 1).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long peakMegabytes(Ledger ledger) throws IOException {
    String peak =
        Files.readString(Path.of("/proc", Long.toString(ledger.process().pid()), "status"))
            .lines()
            .filter(line -> line.startsWith("VmHWM:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(peak.replaceAll("\\D", "")) / 1024;
  }
}
