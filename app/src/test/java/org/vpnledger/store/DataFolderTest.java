package org.vpnledger.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temporary;

  /** Run by the test in a process of its own: says whether it could take the lock. */
  static final class Rival {
    private Rival() {}

    public static void main(String[] arguments) throws InterruptedException {
      DataFolder folder = new DataFolder(Path.of(arguments[0]));
      boolean inUse = folder.isInUse();
      try (DataFolder.Lock lock = folder.tryLock()) {
        System.out.println((inUse ? "in use, " : "free, ") + (lock == null ? "refused" : "taken"));
      }
    }
  }

  private String rival() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path", ""),
                "-XX:TieredStopAtLevel=1",
                Rival.class.getName(),
                temporary.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void ends_of_connections_are_noted_by_the_group_that_may_look_into_the_folder()
      throws IOException {
    DataFolder folder = new DataFolder(temporary);
    folder.createOpenVpnEnds();
    folder.createOpenVpnEnds(); // as at each start
    assertThat(Files.getPosixFilePermissions(folder.openVpnEnds()))
        .isEqualTo(PosixFilePermissions.fromString("rwxrwx---"));
    assertThat(Files.readAttributes(folder.openVpnEnds(), PosixFileAttributes.class).group())
        .isEqualTo(Files.readAttributes(temporary, PosixFileAttributes.class).group());
  }

  @Test
  void a_second_daemon_is_refused_in_this_and_in_another_process()
      throws IOException, InterruptedException {
    DataFolder folder = new DataFolder(temporary);
    assertThat(folder.isInUse()).isFalse();
    try (DataFolder.Lock _ = requireNonNull(folder.tryLock())) {
      assertThat(folder.isInUse()).isTrue();
      assertThat(folder.tryLock()).isNull();
      // To have asked in this process must not have let go of the lock.
      assertThat(rival()).isEqualTo("in use, refused");
    }
    assertThat(folder.isInUse()).isFalse();
    assertThat(rival()).isEqualTo("free, taken");
    try (DataFolder.Lock again = folder.tryLock()) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void a_folder_that_is_made_is_for_its_owner_and_group() throws IOException {
    Path made = temporary.resolve("a 'new' folder/é%20?#");
    new DataFolder(made).create();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwxr-x---");
  }
}
