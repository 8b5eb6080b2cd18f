package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code vpnledger check} beside the script whose place it takes, over the same real tunnel. */
@RequiresLab
@Timeout(120)
final class CheckTest {
  /** The loop of the monitoring guide's script, which says what the lines are. */
  private static final String SCRIPT =
      """
      while read -r line; do
          if [[ $line == peer:* ]]; then
              PEER=$(echo $line | awk '{print $2}')
          elif [[ $line == *"latest handshake"* ]]; then
              if [[ $line == *"minute"* ]] || [[ $line == *"hour"* ]] || [[ $line == *"day"* ]]; then
                  echo "WARNING: Stale peer $PEER - $line"
              fi
          elif [[ $line == *"transfer:"* ]]; then
              echo "Peer $PEER: $line"
          elif [[ $line == *"endpoint:"* ]]; then
              echo "Peer $PEER connected from: $(echo $line | awk '{print $2}')"
          fi
      done < <(wg show "$1")
      """;

  private static Command.Result check(Folder folder, String config, String... more) {
    Path toml = folder.resolve("vpnledger.toml");
    if (!Files.exists(toml)) {
      folder.write("vpnledger.toml", config);
    }
    List<String> words =
        new ArrayList<>(
            List.of(
                Surroundings.launcher().toString(),
                "check",
                "--config",
                toml.toString(),
                "--data-dir",
                folder.resolve("data").toString(),
                "--log-dir",
                folder.resolve("logs").toString()));
    words.addAll(List.of(more));
    return Command.of(words).run();
  }

  private static void awaitAnotherSecond(Gateway gateway) {
    Instant handshake =
        Objects.requireNonNull(
            Objects.requireNonNull(gateway.counters().get(gateway.client(0).key())).handshake());
    Eventually.holds(
        "the next second",
        Eventually.PATIENCE,
        () -> Instant.now().isAfter(handshake.plusSeconds(1)));
  }

  @Test
  void the_lines_are_those_of_the_guides_script_and_all_of_them_are_logged() throws IOException {
    try (Gateway gateway = Gateway.withPeers(3);
        Folder folder = Folder.create()) {
      gateway.traffic().transfer(gateway.client(0), 3_000_000, 1_000);
      awaitAnotherSecond(gateway); // for wg sorts by nanoseconds, and the ledger knows seconds
      gateway.ping(gateway.client(1));
      gateway.moveTo(gateway.client(1), "fd77::200");
      gateway.hush(); // from now on both see the same figures
      String expected = Command.of("bash", "-c", SCRIPT, "bash", gateway.interfaceName()).output();
      assertThat(expected.lines()).hasSize(4).noneMatch(line -> line.startsWith("WARNING"));
      assertThat(expected).contains("connected from: [fd77::200]:51820", "MiB received, ");

      Command.Result result = check(folder, Ledger.configOf(gateway), gateway.interfaceName());
      assertThat(result.exitCode()).as(result.err()).isZero();
      String[] parts = result.out().split("\n", 2);
      assertThat(parts[1]).isEqualTo(expected);
      String date = Command.of("env", "LC_ALL=C", "date").output().strip();
      String pattern =
          "=== WireGuard Monitor - \\w{3} \\w{3} [ 123]\\d \\d\\d:\\d\\d:\\d\\d \\S+ \\d{4} ===";
      assertThat(parts[0])
          .matches(pattern)
          .startsWith("=== WireGuard Monitor - " + date.substring(0, 10));

      Command.Result again = check(folder, "");
      Path log = folder.resolve("logs").resolve("connections.log");
      assertThat(log).hasContent(result.out() + again.out());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
          .isEqualTo("rw-r-----");
      assertThat(folder.resolve("data")).doesNotExist();

      List<Row> rows = Json.rows(check(folder, "", "--json").out());
      assertThat(rows).hasSize(3);
      assertThat(rows)
          .filteredOn(row -> row.has("peer", gateway.client(1).key()))
          .singleElement()
          .satisfies(row -> {
            assertThat(row.text("endpoint")).isEqualTo("[fd77::200]:51820");
            assertThat(row.text("stale")).isEqualTo("false");
            assertThat(row.number("handshake_age_seconds")).isBetween(0L, 60L);
          });
      assertThat(log).hasContent(result.out() + again.out());
    }
  }

  @Test
  void an_interface_that_is_not_there_is_not_healthy() {
    try (Folder folder = Folder.create()) {
      Command.Result result = check(folder, "", "no-such-one");
      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.err())
          .isEqualTo(
              "vpnledger: no WireGuard interface 'no-such-one' can be read: 'ip link' shows all\n");
      assertThat(result.out()).startsWith("=== WireGuard Monitor - ");
    }
  }
}
