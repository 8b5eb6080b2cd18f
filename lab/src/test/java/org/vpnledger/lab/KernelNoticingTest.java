package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The daemon that looks once an hour, and knows of a peer coming online at once all the same. */
@RequiresGuest
@Timeout(400)
final class KernelNoticingTest {
  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void the_kernel_tells_of_a_handshake(Kernel kernel) {
    check(kernel, "kprobe");
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void without_a_probe_its_packets_tell(Kernel kernel) {
    check(kernel, "packets");
  }

  private static void check(Kernel kernel, String way) {
    Guest guest = Guest.of(kernel);
    try (KernelGateway gateway = KernelGateway.withPeers(guest, 2);
        GuestLedger ledger =
            GuestLedger.startLookingOnceAnHour(
                gateway.server(), "netlink", "handshakes = \"%s\"\n".formatted(way))) {
      ledger.awaitOutput("netlink): 2 peers");
      List<Row> before = ledger.json("status");
      assertThat(before).hasSize(2).noneMatch(row -> row.has("online", "true"));
      gateway.ping(gateway.client(0));
      ledger.awaitOutput("ONLINE wg0@netlink");
      List<Row> now = ledger.json("status");
      assertThat(now).allMatch(row -> row.has("handshakes_noticed_by", way));
      assertThat(now)
          .filteredOn(row -> row.has("online", "true"))
          .singleElement()
          .matches(row -> row.has("peer", gateway.client(0).key()));
      assertThat(now.getFirst().text("tunnel_rx_errors")).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void an_interface_that_goes_and_comes_is_known_at_once(Kernel kernel) {
    try (KernelGateway gateway = KernelGateway.withPeers(Guest.of(kernel), 1);
        GuestLedger ledger = GuestLedger.startLookingOnceAnHour(gateway.server(), "netlink", "")) {
      ledger.awaitOutput("netlink): 1 peer");
      gateway.deleteInterface();
      ledger.awaitOutput("TUNNEL_DOWN wg0@netlink");
      gateway.recreateInterface();
      ledger.awaitOutputTwice("TUNNEL_UP wg0@netlink");
    }
  }
}
