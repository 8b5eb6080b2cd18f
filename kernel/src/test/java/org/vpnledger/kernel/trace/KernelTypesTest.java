package org.vpnledger.kernel.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;

/** Types as real kernels show them. */
final class KernelTypesTest {
  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"6.1", "6.12"})
  void members_of_a_module_are_where_its_compiler_put_them(String kernel) throws Exception {
    try (KernelTypes types =
        KernelTypes.read(Recorded.folder(temporary, kernel), Recorded.MODULE)) {
      assertThat(types.isLoaded()).isTrue();
      assertThat(types.member("wg_peer", "handshake.remote_static").fetchFrom("$arg1"))
          .isEqualTo("+328($arg1)");
      assertThat(types.member("wg_peer", "handshake.remote_static").bytes()).isEqualTo(32);
      assertThat(types.member("wg_peer", "endpoint").fetchFrom("$arg1")).isEqualTo("+168($arg1)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.1", "6.12"})
  void members_without_a_name_are_passed_over(String kernel) throws Exception {
    try (KernelTypes types =
        KernelTypes.read(Recorded.folder(temporary, kernel), Recorded.MODULE)) {
      assertThat(types.member("wg_peer", "endpoint.addr4.sin_port"))
          .isEqualTo(types.member("wg_peer", "endpoint.addr6.sin6_port"))
          .hasToString("Member[offsets=[170], bytes=2]");
      assertThat(types.member("wg_peer", "endpoint.addr6.sin6_addr").bytes()).isEqualTo(16);
    }
  }

  @ParameterizedTest
  @CsvSource({"6.1,+216(+0(+0($arg1)))", "6.12,+224(+0(+0($arg1)))"})
  void pointers_are_followed_into_the_kernels_own_structures(String kernel, String fetch)
      throws Exception {
    try (KernelTypes types =
        KernelTypes.read(Recorded.folder(temporary, kernel), Recorded.MODULE)) {
      Member index = types.member("wg_peer", "device.dev.ifindex");
      assertThat(index.fetchFrom("$arg1")).isEqualTo(fetch);
      assertThat(index.bytes()).isEqualTo(4);
      assertThat(types.member("wg_peer", "device.dev.nd_net.net.ns.inum").offsets()).hasSize(4);
    }
  }

  @Test
  void the_running_kernels_own_are_read_and_forgotten() throws Exception {
    assumeThat(Files.isReadable(KernelTypes.FOLDER.resolve("vmlinux")))
        .as("SKIPPED: this kernel shows no types")
        .isTrue();
    try (KernelTypes types = KernelTypes.read(KernelTypes.FOLDER, "no-such-module")) {
      assertThat(types.isLoaded()).isFalse();
      assertThat(types.member("net_device", "ifindex").bytes()).isEqualTo(4);
      assertThat(types.member("task_struct", "real_parent.pid").offsets()).hasSize(2);
      assertThat(types.member("list_head", "next").fetchFrom("%di")).isEqualTo("+0(%di)");
    }
  }

  @Test
  void what_is_not_there_is_told_in_one_line() throws Exception {
    assertThatThrownBy(() -> KernelTypes.read(temporary, "any"))
        .isInstanceOf(KernelException.class)
        .hasMessage(
            "read %s/vmlinux: ENOENT: the kernel was built without CONFIG_DEBUG_INFO_BTF",
            temporary)
        .extracting(e -> ((KernelException) e).errno())
        .isEqualTo(Errno.ENOENT);
    try (KernelTypes types = KernelTypes.read(Recorded.folder(temporary, "6.1"), "another")) {
      assertThatThrownBy(() -> types.member("wg_peer", "endpoint"))
          .hasMessage("find a member in the kernel's types: no struct wg_peer");
      assertThatThrownBy(() -> types.member("net_device", "no_such.member"))
          .hasMessageEndingWith("no member no_such in net_device, on the way to no_such.member");
    }
  }
}
