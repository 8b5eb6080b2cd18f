package org.vpnledger.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped file, run by the real logrotate over a log of its own. */
final class LogrotateTest {
  @TempDir Path folder;

  @Test
  void a_log_that_the_program_rotates_is_left_alone_and_a_larger_one_is_rotated() throws Exception {
    Path log = folder.resolve("wg_monitor.log");
    Path state = folder.resolve("state");
    Path reloaded = folder.resolve("reloaded");
    Path config = folder.resolve("vpnledger");
    Files.writeString(
        config,
        Files.readString(InstalledRoot.DIST.resolve("logrotate/vpnledger"))
            .replace("/var/log/", folder + "/")
            .replace(
                "create 0640 root vpnledger", "create 0640") // the group is not on this machine
            .replaceAll("systemctl reload .*", "echo reloaded >>" + reloaded));
    Files.write(log, new byte[1 << 20]);
    assertThat(Tool.run("logrotate", "-d", config.toString()).output()).doesNotContain("error");
    assertThat(Tool.run("logrotate", "-s", state.toString(), config.toString()).exit()).isZero();
    assertThat(Files.size(log)).isEqualTo(1 << 20);
    assertThat(reloaded).doesNotExist();
    for (int round = 1; round <= 9; round++) {
      Files.write(log, new byte[2 << 20]);
      Tool rotated = Tool.run("logrotate", "-s", state.toString(), config.toString());
      assertThat(rotated.output()).isEmpty();
      assertThat(rotated.exit()).isZero();
      assertThat(Files.size(log)).isZero();
      assertThat(Files.readAllLines(reloaded)).hasSize(round);
    }
    assertThat(folder.resolve("wg_monitor.log.1")).exists();
    assertThat(folder.resolve("wg_monitor.log.7.gz")).exists();
    assertThat(folder.resolve("wg_monitor.log.8.gz")).doesNotExist();
  }
}
