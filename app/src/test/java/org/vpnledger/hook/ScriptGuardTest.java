package org.vpnledger.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who else could decide what is run. */
class ScriptGuardTest {
  @TempDir Path folder;
  private Path inner;
  private Path script;

  @BeforeEach
  void make() throws IOException {
    inner = Files.createDirectory(folder.resolve("inner"));
    script = Scripts.write(inner.resolve("script"), "true\n");
    mode(inner, "rwxr-xr-x");
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Path check(Path file) throws IOException {
    return new ScriptGuard(folder).check(file);
  }

  private void refused(Path file, String why) {
    assertThatThrownBy(() -> check(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  @Test
  void a_file_that_only_its_owner_may_write_is_run() throws IOException {
    assertThat(check(script)).isEqualTo(script);
  }

  @Test
  void a_file_or_folder_that_others_may_write_is_not() throws IOException {
    mode(script, "rwxrwxr-x");
    refused(script, "inner/script may be written by others than its owner (mode 775): chmod go-w");
    mode(script, "rwxr-xr-x");
    mode(inner, "rwxr-xrwx");
    refused(script, "inner may be written by others");
  }

  @Test
  void a_sticky_folder_such_as_tmp_is_not_trusted() {
    Path temporary = Path.of("/tmp/script");
    assertThatThrownBy(() -> new ScriptGuard().check(temporary))
        .hasMessageContaining("/tmp may be written by others than its owner (mode 1777)");
  }

  @Test
  void a_link_is_followed_and_every_folder_on_its_way_counts() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    mode(open, "rwxrwxrwx");
    Path detour = Files.createSymbolicLink(open.resolve("detour"), script);
    Path direct = Files.createSymbolicLink(folder.resolve("direct"), Path.of("inner/script"));
    Path back =
        Files.createSymbolicLink(inner.resolve("back"), Path.of("../inner/../inner/script"));
    Path byDetour = Files.createSymbolicLink(folder.resolve("by-detour"), detour);
    assertThat(check(direct)).isEqualTo(script);
    assertThat(check(back)).isEqualTo(script);
    refused(detour, "open may be written by others");
    refused(folder.resolve("inner/../open/../inner/script"), "open may be written by others");
    assertThatThrownBy(() -> check(byDetour)).hasMessageContaining("may be written by others");
  }

  @Test
  void links_in_circles_end() throws IOException {
    Path circle = Files.createSymbolicLink(inner.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(inner.resolve("b"), Path.of("a"));
    refused(circle, "goes in circles");
  }

  @Test
  void another_users_file_is_not_run() throws IOException {
    assumeTrue(Files.getAttribute(script, "unix:uid").equals(0), "only root can give files away");
    Files.setAttribute(script, "unix:uid", 65_534);
    refused(script, "belongs to user 65534, who could change what is run: chown root");
  }

  @Test
  void what_is_no_executable_file_is_told_with_what_to_do() throws IOException {
    refused(inner, "is a folder: name a script");
    refused(inner.resolve("none"), "there is no " + inner.resolve("none"));
    refused(Path.of("script"), "is not an absolute path");
    refused(Path.of("/dev/null"), "others than its owner");
    refused(script.resolve("more"), "is no regular file");
    mode(script, "rw-r--r--");
    refused(script, "is not executable: chmod +x");
  }
}
