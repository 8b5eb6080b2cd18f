package org.vpnledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An audit log is below /var/log, /tmp or what the configuration allows, wherever links lead. */
final class LogPathTest {
  @TempDir Path temporary;
  private Path folder = Path.of("/");

  @BeforeEach
  void resolve() throws IOException {
    folder = temporary.toRealPath();
  }

  private static void assertRefused(Path path) {
    assertThatThrownBy(() -> LogPath.real(path, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is outside of /var/log, /tmp")
        .hasMessageContaining("audit.allowed_folders");
  }

  @Test
  void what_is_below_var_log_or_tmp_is_allowed_also_if_it_is_not_there_yet() throws IOException {
    assertThat(LogPath.real(Path.of("/var/log/x/y.log"), List.of()))
        .isEqualTo(Path.of("/var/log").toRealPath().resolve("x/y.log"));
    assertThat(LogPath.real(Path.of("/tmp/never made/y.log"), List.of()))
        .isEqualTo(Path.of("/tmp").toRealPath().resolve("never made/y.log"));
  }

  @Test
  void dots_and_names_that_only_begin_alike_lead_out_of_it() {
    assertRefused(Path.of("/var/log/../../etc/passwd"));
    assertRefused(Path.of("/tmp/../etc/wg_monitor.log"));
    assertRefused(Path.of("/var/logs/wg_monitor.log"));
    assertRefused(Path.of("/tmpfile.log"));
  }

  @Test
  void links_are_resolved_first_be_they_the_file_or_a_folder_on_the_way() throws IOException {
    Path file = Files.createSymbolicLink(folder.resolve("log"), Path.of("/etc/passwd"));
    assertRefused(file);
    Path way = Files.createSymbolicLink(folder.resolve("way"), Path.of("/etc"));
    assertRefused(way.resolve("new.log"));
    Path within = Files.createSymbolicLink(folder.resolve("within"), folder.resolve("real.log"));
    Files.createFile(folder.resolve("real.log"));
    assertThat(LogPath.real(within, List.of(folder))).isEqualTo(folder.resolve("real.log"));
  }

  @Test
  void what_the_configuration_allows_is_allowed_and_nothing_beside_it() throws IOException {
    Path other = Path.of("/srv/logs");
    assertThat(LogPath.real(Path.of("/srv/logs/a.log"), List.of(other)))
        .isEqualTo(Path.of("/srv").toRealPath().resolve("logs/a.log"));
    assertThatThrownBy(() -> LogPath.real(Path.of("/srv/a.log"), List.of(other)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/srv/logs");
  }

  @Test
  void a_folder_is_no_log() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    assertThatThrownBy(() -> LogPath.real(inner, List.of(folder))).isInstanceOf(IOException.class);
  }
}
