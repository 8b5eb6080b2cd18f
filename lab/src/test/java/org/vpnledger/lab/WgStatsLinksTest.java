package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The launcher through the names of the scripts that it replaces. */
@RequiresLab
final class WgStatsLinksTest {

  @Test
  void as_wg_stats_logger_it_takes_a_reading_and_as_wg_stats_it_shows_all_that_match()
      throws IOException {
    try (Gateway gateway = Gateway.withPeers(2);
        Folder folder = Folder.create()) {
      gateway.clients().forEach(gateway::ping);
      folder.write(
          "vpnledger.toml",
          Ledger.configOf(gateway)
              + "[names]\n\"%s\" = \"JM MacBook\"\n\"%s\" = \"JM Phone\"\n"
                  .formatted(gateway.client(0).key(), gateway.client(1).key()));
      String taken = as("wg-stats-logger.sh", folder, "");
      assertThat(taken).isEqualTo("2 readings taken\n");
      List<String> lines = Files.readAllLines(bandwidthFile(folder));
      assertThat(lines).hasSize(2).allMatch(line -> line.split(",").length == 9);
      assertThat(as("wg-stats", folder, "raw").lines().toList()).isEqualTo(lines);

      assertThat(as("wg-stats", folder, "client JM"))
          .startsWith("=== Bandwidth History for: JM ===\n")
          .hasLineCount(4);
      assertThat(as("vpnledger", folder, "client JM"))
          .startsWith("vpnledger: 'JM' matches 2 clients, name one of them: JM MacBook");
      // A reader that closes early is no error of ours.
      assertThat(as("wg-stats", folder, "export --json | head -1")).isEqualTo("[\n");
    }
  }

  private static String as(String name, Folder folder, String command) throws IOException {
    Path link = folder.resolve(name);
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, Surroundings.launcher());
    }
    String line =
        "VPNLEDGER_CONFIG=%1$s/vpnledger.toml VPNLEDGER_DATA_DIR=%1$s/data VPNLEDGER_LOG_DIR=%1$s/log %2$s %3$s 2>&1"
            .formatted(folder.path(), link, command);
    return Command.of("bash", "-c", line).run().out();
  }

  private static Path bandwidthFile(Folder folder) throws IOException {
    try (var files = Files.list(folder.resolve("log"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("bandwidth-"))
          .findAny()
          .orElseThrow();
    }
  }
}
