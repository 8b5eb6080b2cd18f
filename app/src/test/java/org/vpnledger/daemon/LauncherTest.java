package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process of its own. It would build a missing jar, so the test does not ask. */
class LauncherTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void a_link_named_wg_stats_is_that_command_and_a_closed_pipe_is_no_error() throws Exception {
    assumeThat(HOME.resolve("app/target/vpnledger.jar"))
        .as("skipped: the launcher needs app/target/vpnledger.jar, which 'mvn package' makes")
        .exists();
    WgStatsMonth.importedInto(folder);
    Path link = folder.resolve("wg-stats");
    Files.createSymbolicLink(link, HOME.resolve("vpnledger"));
    assertThat(bash(link + " summary"))
        .isEqualTo(
            Files.readString(
                Path.of("src/test/resources/org/vpnledger/daemon/wg-stats-summary.txt")));
    assertThat(bash(link + " export --from 2025-01-01 --json | head -1")).isEqualTo("[\n");
  }

  private String bash(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", "-c", command).redirectErrorStream(true);
    builder.environment().put("VPNLEDGER_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("VPNLEDGER_NOW", WgStatsMonth.NOW);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return out;
  }
}
