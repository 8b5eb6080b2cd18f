package org.vpnledger.store.sqlite;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.vpn.PeerKey;

class KilledWriterTest {
  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path folder;

  /** A writer that goes on from where the last one was killed, and says what it has committed. */
  static final class Daemon {
    private Daemon() {}

    public static void main(String[] arguments) {
      try (KeptLedger kept = new KeptLedger(Path.of(arguments[0]), ZoneId.of("UTC"))) {
        var known = kept.state().tunnel(new SteadyTunnel("wg0", START).id()).peers();
        long commits =
            known.isEmpty() ? -1 : requireNonNull(known.get(SteadyTunnel.ANN)).seen().rxBytes();
        SteadyTunnel tunnel = new SteadyTunnel("wg0", START);
        while (true) {
          commits++;
          // All counters grow together: of a torn commit some would stay behind.
          for (int i = 0; i < 40; i++) {
            tunnel.show(new PeerKey("peer " + i), commits, commits);
          }
          tunnel.show(SteadyTunnel.ANN, commits, commits);
          tunnel.pass(Duration.between(tunnel.wall(), START.plusSeconds(60 * (commits + 1))));
          kept.read(tunnel.read());
          System.out.println(commits);
        }
      }
    }
  }

  @Test
  void a_killed_writer_leaves_whole_commits_and_all_that_it_spoke_of()
      throws IOException, InterruptedException {
    Path file = folder.resolve("ledger.db");
    Random random = new Random(7);
    long last = -1;
    for (int kill = 0; kill < 4; kill++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path", ""),
                  Daemon.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var said = process.inputReader()) {
        for (int lines = 5 + random.nextInt(120); lines > 0; lines--) {
          last = Long.parseLong(requireNonNull(said.readLine()));
        }
        process.toHandle().destroyForcibly(); // what it said last can still be read
        process.waitFor();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
          last = line.matches("[0-9]+") ? Math.max(last, Long.parseLong(line)) : last;
        }
      }
      assertThat(SqliteFiles.check(file)).isEmpty();
      assertThat(KeptLedger.rows(file, "SELECT DISTINCT rx, tx FROM counter")).hasSize(1);
      long rx = Long.parseLong(KeptLedger.rows(file, "SELECT max(rx) FROM counter").getFirst());
      assertThat(rx).isBetween(last, last + 1);
      assertThat(
              KeptLedger.rows(
                  file,
                  "SELECT (SELECT sum(month_rx) FROM counter) = (SELECT month_rx FROM tunnel),"
                      + " (SELECT sum(month_rx) FROM counter) = 41 * "
                      + rx
                      + ", max(seq) = count(*) FROM event"))
          .containsExactly("1|1|1");
    }
  }
}
