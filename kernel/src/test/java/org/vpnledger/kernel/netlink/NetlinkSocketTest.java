package org.vpnledger.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.NetworkNamespace;

/** The real kernel, asked for what needs no rights. */
final class NetlinkSocketTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void the_loopback_is_found_by_its_index() throws Exception {
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE)) {
      Link link = Objects.requireNonNull(Links.byIndex(socket, 1, SOON));
      assertThat(link.name()).isEqualTo("lo");
      assertThat(link.index()).isEqualTo(1);
      assertThat(Links.byIndex(socket, Integer.MAX_VALUE, SOON)).isNull();
    }
  }

  @Test
  void a_kind_that_nobody_has_gives_no_links() throws Exception {
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE)) {
      assertThat(Links.ofKind(socket, "no-such-kind", SOON)).isEmpty();
    }
  }

  @Test
  void errors_and_drops_are_those_that_sysfs_shows() throws Exception {
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE)) {
      Link link = Objects.requireNonNull(Links.byIndex(socket, 1, SOON));
      assertThat(link.troubles())
          .isEqualTo(
              new Link.Troubles(
                  statistic("rx_errors"),
                  statistic("tx_errors"),
                  statistic("rx_dropped"),
                  statistic("tx_dropped")));
    }
  }

  private static long statistic(String name) throws Exception {
    Path file = Path.of("/sys/class/net/lo/statistics", name);
    return Long.parseLong(Files.readString(file).strip());
  }

  @Test
  void families_are_found_by_name_or_not_at_all() throws Exception {
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC)) {
      GenericFamily control = GenericFamily.find(socket, "nlctrl", SOON);
      assertThat(control).isEqualTo(new GenericFamily("nlctrl", 16));
      assertThat(GenericFamily.find(socket, "no-such-family", SOON)).isNull();
    }
  }

  @Test
  void a_dump_of_a_family_comes_to_its_end() throws Exception {
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC)) {
      int[] families = new int[1];
      boolean whole =
          socket.ask(
              new GenericFamily("nlctrl", 16).dump("netlink list families", 3),
              SOON,
              (_, _, _, _) -> families[0]++);
      assertThat(whole).isTrue();
      assertThat(families[0]).isPositive();
    }
  }

  @Test
  void what_the_kernel_refuses_names_the_operation_and_the_error() throws Exception {
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC)) {
      assertThatThrownBy(() ->
              socket.ask(
                  new GenericFamily("nlctrl", 16).dump("netlink try", 99),
                  SOON,
                  (_, _, _, _) -> {}))
          .isInstanceOf(KernelException.class)
          .hasMessageStartingWith("netlink try: EOPNOTSUPP");
    }
  }

  @Test
  void the_own_namespace_is_known_and_a_file_that_is_none_is_told() throws Exception {
    assertThat(new NetworkNamespace(Path.of("/proc/self/ns/net")).isOwn()).isTrue();
    assertThat(new NetworkNamespace(Path.of("/no/such/file")).identity()).isNull();
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE)) {
      assertThat(NetworkNamespace.cookie(socket.descriptor())).isPositive();
    }
    assertThatThrownBy(() -> new NetworkNamespace(Path.of("/no/such/file")).call(() -> "there"))
        .isInstanceOf(KernelException.class)
        .hasMessage("open /no/such/file: ENOENT");
  }
}
