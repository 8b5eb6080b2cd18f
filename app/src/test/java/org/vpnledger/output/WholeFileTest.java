package org.vpnledger.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  private static WholeFile.Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void it_is_replaced_readable_by_all_and_leaves_nothing_beside_it() throws IOException {
    Path file = folder.resolve("page.html");
    Files.writeString(file, "before");
    Files.writeString(folder.resolve("page.html.unfinished"), "what a crash left");
    new WholeFile(file).replace(text("after"));
    assertThat(file).content().isEqualTo("after");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    assertThat(folder).isDirectoryContaining("glob:**page.html");
    try (var all = Files.list(folder)) {
      assertThat(all).hasSize(1);
    }
  }

  @Test
  void links_are_replaced_and_never_followed() throws IOException {
    Path other = folder.resolve("of-somebody-else");
    Files.writeString(other, "secret");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
    Path file = folder.resolve("page.html");
    Files.createSymbolicLink(file, other);
    Files.createSymbolicLink(folder.resolve("page.html.unfinished"), other);
    new WholeFile(file).replace(text("mine"));
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(other).content().isEqualTo("secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(other)))
        .isEqualTo("rw-------");
  }

  @Test
  void what_fails_half_way_leaves_what_was_there() throws IOException {
    Path file = folder.resolve("page.html");
    WholeFile whole = new WholeFile(file);
    whole.replace(text("whole"));
    assertThatThrownBy(() ->
            whole.replace(out -> {
              out.write(1);
              throw new IOException("No space left on device");
            }))
        .hasMessage(file + ": No space left on device");
    assertThat(file).content().isEqualTo("whole");
    try (var all = Files.list(folder)) {
      assertThat(all).hasSize(1);
    }
  }

  @Test
  void mistakes_are_one_line_that_says_which_file() throws IOException {
    Path lost = folder.resolve("none/page.html");
    assertThatThrownBy(() -> new WholeFile(lost).replace(text("")))
        .hasMessage(lost + ": its folder does not exist: make it");
    assertThatThrownBy(() -> new WholeFile(folder).replace(text("")))
        .hasMessage(folder + ": is a folder: name a file in it");
    Path below = folder.resolve("file");
    Files.writeString(below, "");
    assertThatThrownBy(() -> new WholeFile(below.resolve("page.html")).replace(text("")))
        .hasMessage(below.resolve("page.html") + ": Not a directory");
  }
}
