package org.vpnledger.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With which options the launcher starts Java: an installed one, whose Java says what it was called
 * with.
 */
class LauncherTest {
  private static final String SECOND_COMPILER = "-XX:TieredStopAtLevel=4";

  @TempDir Path home;
  private Path launcher;
  private Path settings;

  @BeforeEach
  void install() throws IOException {
    launcher = home.resolve("vpnledger");
    Files.copy(Path.of("../vpnledger"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    settings = home.resolve("vpnledger.toml");
    Path target = Files.createDirectories(home.resolve("app/target"));
    for (String made : List.of("vpnledger.jar", "vpnledger.aot.failed")) {
      Files.createFile(target.resolve(made));
    }
    Path jdk = Files.createDirectories(home.resolve("jdk/bin"));
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    Path java = Files.writeString(jdk.resolve("java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The words that Java was called with. */
  private List<String> started(Map<String, String> variables, String... words)
      throws IOException, InterruptedException {
    Path said = home.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(launcher.toString()), Stream.of(words)).toList());
    builder.environment().put("VPNLEDGER_JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().put("VPNLEDGER_CONFIG", settings.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("VPNLEDGER_FLOW"));
    builder.environment().putAll(variables);
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    return Files.readAllLines(said);
  }

  private boolean compilesThoroughly(String... words) throws Exception {
    return started(Map.of(), words).contains(SECOND_COMPILER);
  }

  @Test
  void a_daemon_that_logs_flows_has_the_second_compiler_too() throws Exception {
    assertThat(compilesThoroughly("run")).isFalse();
    assertThat(compilesThoroughly("run", "--flows")).isTrue();
    assertThat(started(Map.of("VPNLEDGER_FLOW_ENABLED", "true"), "run")).contains(SECOND_COMPILER);
    Files.writeString(settings, "[flow]\nlevel = \"flows\"\n  enabled = true # since Monday\n");
    assertThat(compilesThoroughly("run")).isTrue();
    assertThat(compilesThoroughly("status")).isFalse();
  }

  @Test
  void what_is_enabled_elsewhere_in_the_settings_is_not_the_flow_log() throws Exception {
    Files.writeString(
        settings, "[page]\nenabled = true\n[flow]\n#enabled = true\nenabled = false\n[x]\n");
    assertThat(compilesThoroughly("run")).isFalse();
  }

  @Test
  void the_settings_that_are_named_are_the_ones_that_count() throws Exception {
    Files.writeString(settings, "[flow]\nenabled = true");
    Path others = Files.writeString(home.resolve("others.toml"), "[web]\nlisten = \"none\"\n");
    assertThat(compilesThoroughly("run", "--config", others.toString())).isFalse();
    assertThat(compilesThoroughly("run", "--config=" + settings)).isTrue();
    assertThat(compilesThoroughly("run", "--config=" + home.resolve("none.toml"))).isFalse();
  }

  @Test
  void commands_that_read_packets_have_the_second_compiler_and_the_words_arrive_as_they_are()
      throws Exception {
    assertThat(compilesThoroughly("wiretap", "wg0")).isTrue();
    List<String> words = started(Map.of(), "flows", "read", "a file*", "$HOME");
    assertThat(words).contains(SECOND_COMPILER).endsWith("flows", "read", "a file*", "$HOME");
  }
}
