package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher as a process of its own, installed without its sources, so that it does not build.
 */
class LauncherTest {
  private static final Path BUILT = Path.of("target").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void a_link_named_wg_stats_is_that_command_and_a_closed_pipe_is_no_error() throws Exception {
    assumeThat(BUILT.resolve("vpnledger.jar"))
        .as("skipped: the launcher needs app/target/vpnledger.jar, which 'mvn package' makes")
        .exists();
    WgStatsMonth.importedInto(folder);
    Path link = folder.resolve("wg-stats");
    Files.createSymbolicLink(link, install());
    assertThat(bash(link + " summary"))
        .isEqualTo(
            Files.readString(
                Path.of("src/test/resources/org/vpnledger/daemon/wg-stats-summary.txt")));
    assertThat(bash(link + " export --from 2025-01-01 --json | head -1")).isEqualTo("[\n");
  }

  private Path install() throws IOException {
    Path target = Files.createDirectories(folder.resolve("home/app/target"));
    for (String part : new String[] {"vpnledger.jar", "lib", "native"}) {
      Files.createSymbolicLink(target.resolve(part), BUILT.resolve(part));
    }
    Files.createFile(target.resolve("vpnledger.aot.failed")); // a start-up cache is not worth it
    Path launcher = folder.resolve("home/vpnledger");
    return Files.copy(Path.of("../vpnledger"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
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
