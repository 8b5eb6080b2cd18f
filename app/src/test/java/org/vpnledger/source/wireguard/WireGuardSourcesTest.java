package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.container.Containers;
import org.vpnledger.kernel.netlink.GenericFamily;
import org.vpnledger.kernel.netlink.NetlinkSocket;
import org.vpnledger.source.Source;
import org.vpnledger.source.SourceException;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.vpn.Noticing;

class WireGuardSourcesTest {
  private static final Set<String> NOBODY = Set.of("no-such-one");

  @Test
  void sockets_the_kernel_and_containers_are_read_each_by_a_source_of_its_own(@TempDir Path nothing)
      throws Exception {
    List<Source> sources =
        WireGuardSources.automatic(
            Set.of(),
            new Containers(nothing),
            new Moments(Noticing.POLLS),
            new SystemObservationClock());
    assertThat(sources).extracting(Source::name).containsExactly("uapi", "kernel", "containers");
    try (Source containers = sources.getLast()) {
      assertThat(containers.poll()).isEmpty();
    }
  }

  @Test
  void a_kernel_without_wireguard_is_told_where_netlink_was_chosen() throws Exception {
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC)) {
      Assumptions.assumeTrue(
          GenericFamily.find(socket, "wireguard", Duration.ofSeconds(5)) == null,
          "this kernel has WireGuard");
    }
    try (NetlinkSource source =
        new NetlinkSource(
            "chosen",
            Place.HERE,
            InterfaceFilter.only(NOBODY),
            Duration.ofSeconds(5),
            true,
            new Moments(Noticing.POLLS),
            new SystemObservationClock())) {
      assertThatThrownBy(source::poll)
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith("kernel without WireGuard: 'modprobe wireguard'");
    }
  }
}
