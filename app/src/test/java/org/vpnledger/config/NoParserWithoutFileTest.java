package org.vpnledger.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The parser costs more than the rest of a command's start: without a file nobody pays for it. */
class NoParserWithoutFileTest {
  @Test
  void without_a_file_the_parser_is_not_even_loaded() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Start.class.getName())
            .redirectErrorStream(true)
            .start();
    String loaded = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(loaded).contains("org.vpnledger.config.Settings ").doesNotContain("org.tomlj.");
  }

  /** What every command does first, in a process of its own. */
  static final class Start {
    private Start() {}

    public static void main(String[] args) throws ConfigException {
      Surroundings here = Surroundings.ofThisProcess();
      Configuration.load(
          Map.of(),
          new Surroundings(
              Map.of(),
              here.root(),
              here.hostName(),
              here.zone(),
              here.home(),
              here.workingFolder(),
              Path.of("/nonexistent/vpnledger.toml"),
              Path.of("/nonexistent")));
    }
  }
}
