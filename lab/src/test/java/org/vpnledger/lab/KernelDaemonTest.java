package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole program over a kernel's own WireGuard, by netlink. */
@RequiresGuest
@Timeout(400)
final class KernelDaemonTest {
  private static final int MEGABYTE = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void a_crash_and_a_new_interface_lose_no_byte_and_book_none_twice(Kernel kernel) {
    Guest guest = Guest.of(kernel);
    try (KernelGateway gateway = KernelGateway.withPeers(guest, 2);
        GuestLedger ledger = GuestLedger.start(gateway.server(), "netlink")) {
      gateway.transfer(gateway.client(0), MEGABYTE, 0);
      ledger.kill9();
      gateway.transfer(gateway.client(1), 0, MEGABYTE);
      ledger.spawn();
      ledger.awaitReady();
      gateway.transfer(gateway.client(0), 0, MEGABYTE);
      Map<String, Bytes> before = ledger.settle(gateway);
      assertThat(before.values()).hasSize(2).allMatch(bytes -> bytes.tx() > MEGABYTE / 2);

      gateway.deleteInterface();
      Eventually.holds(
          "the loss is told",
          PATIENCE,
          () -> ledger.json("events").stream().anyMatch(row -> row.has("type", "TUNNEL_DOWN")));
      gateway.recreateInterface();
      gateway.clients().forEach(gateway::reconnect);
      // More than before, so that no counter shows the reset by its value in the end.
      gateway.transfer(gateway.client(0), 2 * MEGABYTE, 2 * MEGABYTE);
      gateway.transfer(gateway.client(1), MEGABYTE, 2 * MEGABYTE);
      Map<String, Bytes> after = ledger.settle(gateway);
      ledger.stop();
      assertThat(ledger.total()).isEqualTo(Books.sum(before, after));
    }
  }
}
