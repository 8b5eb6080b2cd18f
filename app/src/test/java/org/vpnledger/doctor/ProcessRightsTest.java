package org.vpnledger.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRightsTest {
  @TempDir Path folder;

  @Test
  void a_status_of_the_kernel_says_who_it_is_and_what_it_may_do() {
    ProcessRights service =
        ProcessRights.parse(
            "812",
            """
            Name:\tjava
            Uid:\t0\t0\t0\t0
            Gid:\t0\t991\t0\t0
            Groups:\t4 27
            VmRSS:\t   61440 kB
            CapEff:\t0000000000003000
            """);
    assertThat(service)
        .isEqualTo(new ProcessRights("812", 0, Set.of(991, 4, 27), 0x3000, 61440 * 1024));
    assertThat(service.has(Capability.NET_ADMIN)).isTrue();
    assertThat(service.has(Capability.NET_RAW)).isTrue();
    assertThat(service.has(Capability.SYS_ADMIN)).isFalse();
    assertThat(Capability.SYS_ADMIN).hasToString("CAP_SYS_ADMIN");
  }

  @Test
  void who_may_write_is_decided_by_owner_group_and_mode_as_the_kernel_does() throws IOException {
    int owner = (Integer) Files.getAttribute(folder, "unix:uid");
    int group = (Integer) Files.getAttribute(folder, "unix:gid");
    ProcessRights itself = new ProcessRights("1", owner, Set.of(), 0, 0);
    ProcessRights member = new ProcessRights("1", owner + 1, Set.of(group), 0, 0);
    ProcessRights other = new ProcessRights("1", owner + 1, Set.of(), 0, 0);
    ProcessRights all = new ProcessRights("1", owner + 1, Set.of(), 0b10, 0);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(itself.mayWrite(folder)).isTrue();
    assertThat(member.mayWrite(folder)).isFalse();
    assertThat(other.mayWrite(folder)).isFalse();
    assertThat(all.mayWrite(folder)).isTrue();
    // Root without its capabilities is kept out by its own group's mode.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xrwxr-x"));
    assertThat(itself.mayWrite(folder)).isFalse();
    assertThat(member.mayWrite(folder)).isTrue();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));
    assertThat(other.mayWrite(folder)).isTrue();
  }

  @Test
  void who_holds_a_lock_is_found_and_nobody_when_it_is_free() throws IOException {
    Path file = Files.createFile(folder.resolve("lock"));
    assertThat(LockHolder.of(file)).isNull();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      ProcessRights holder = Objects.requireNonNull(LockHolder.of(file));
      assertThat(holder.pid()).isEqualTo(Long.toString(ProcessHandle.current().pid()));
      assertThat(holder.user()).isEqualTo(ProcessRights.self().user());
      assertThat(holder.residentBytes()).isGreaterThan(1 << 20);
    }
    assertThat(LockHolder.of(file)).isNull();
    assertThat(LockHolder.of(folder.resolve("absent"))).isNull();
  }
}
