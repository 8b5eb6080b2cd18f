package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Handshakes that a kernel's WireGuard refuses, as it says in its log. */
@RequiresGuest
@Timeout(400)
final class KernelRefusalTest {
  private static final String SETTINGS = "kernel_log = true\n";
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  /** What the manual says, and how to take it back. */
  private static final String TELL =
      "echo 'module wireguard format Invalid +p; module wireguard format Dropping +p'"
          + " >/proc/dynamic_debug/control";

  private static final String HUSH = "echo 'module wireguard -p' >/proc/dynamic_debug/control";

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void a_refused_handshake_is_told_with_its_address_and_why(Kernel kernel) {
    Guest guest = Guest.of(kernel);
    guest.output(TELL);
    try (KernelGateway gateway = KernelGateway.withPeers(guest, 5)) {
      knock(gateway.client(4));
      guest.output("until dmesg | grep -q 'from 192.0.2.18:'; do sleep 0.2; done", "", PATIENCE);
      gateway.client(4).namespace().output("ip link set wg0 down");
      try (GuestLedger ledger =
          GuestLedger.startLookingOnceAnHour(gateway.server(), "netlink", SETTINGS)) {
        forge(guest, "192.0.2.66");
        gateway.ping(gateway.client(3));
        knock(gateway.client(0));
        gateway
            .client(1)
            .namespace()
            .output(
                """
                wg set wg0 peer $(wg show wg0 peers) remove
                wg set wg0 peer $(wg genkey | wg pubkey) endpoint 192.0.2.5:51820 allowed-ips 0.0.0.0/0
                ping -c 1 -W 1 10.77.0.1 >/dev/null || true
                """);
        gateway.reconnectOverLinkLocal(gateway.client(2));
        knock(gateway.client(2));
        String zone = gateway.server().output("cat /sys/class/net/link2/ifindex").strip();
        ledger.awaitOutput("HANDSHAKE_REJECTED wg0@netlink 192.0.2.2:");
        ledger.awaitOutput("HANDSHAKE_REJECTED wg0@netlink 192.0.2.6:");
        ledger.awaitOutput("HANDSHAKE_REJECTED wg0@netlink [fe80::2%" + zone + "]:");
        ledger.stop();
        List<Row> refused =
            ledger.json("events").stream()
                .filter(row -> row.has("type", "HANDSHAKE_REJECTED"))
                .toList();
        assertThat(refused)
            .as("each address once, none from before, none that a process made up")
            .hasSize(3)
            .allMatch(row -> row.find("peer") == null && row.has("tunnel", "wg0"));
        assertThat(refused)
            .filteredOn(row -> row.text("endpoint").startsWith("192.0.2.6:"))
            .singleElement()
            .matches(row -> row.text("detail").startsWith("wrong MAC: "));
        assertThat(refused)
            .filteredOn(row -> !row.text("endpoint").startsWith("192.0.2.6:"))
            .allMatch(row -> row.text("detail").startsWith("refused initiation: "));
      }
    } finally {
      guest.output(HUSH);
    }
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void records_that_were_overwritten_and_a_kernel_that_says_nothing_are_warned_of(Kernel kernel) {
    Guest guest = Guest.of(kernel);
    guest.output("echo on >/proc/sys/kernel/printk_devkmsg");
    try (KernelGateway gateway = KernelGateway.withPeers(guest, 1);
        GuestLedger ledger = GuestLedger.start(gateway.server(), "netlink", SETTINGS)) {
      ledger.freeze();
      guest.output(
          """
          line=$(head -c 900 /dev/zero | tr '\\0' x); i=0
          while [ $i -lt 2000 ]; do echo "<7>$line" >/dev/kmsg; i=$((i+1)); done
          """,
          "",
          PATIENCE);
      ledger.thaw();
      ledger.awaitOutput("came faster than they could be read");
      ledger.awaitOutput("kernel wireguard was not told to write of refused handshakes");
    } finally {
      guest.output("echo ratelimit >/proc/sys/kernel/printk_devkmsg");
    }
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void a_log_that_is_not_to_be_had_is_told_once_and_harms_nothing(Kernel kernel) {
    Guest guest = Guest.of(kernel);
    try (KernelGateway gateway = KernelGateway.withPeers(guest, 1)) {
      guest.output("mv /dev/kmsg /dev/kmsg-elsewhere");
      try (GuestLedger ledger = GuestLedger.start(gateway.server(), "netlink", SETTINGS)) {
        ledger.awaitOutput("source kernel log: open /dev/kmsg: ENOENT: hidden from this process");
        gateway.ping(gateway.client(0));
        ledger.awaitOutput("ONLINE wg0@netlink");
        guest.output("mv /dev/kmsg-elsewhere /dev/kmsg");
        ledger.awaitOutput("source kernel log: works again");
      }
    } finally {
      guest.output("[ -e /dev/kmsg ] || mv /dev/kmsg-elsewhere /dev/kmsg");
    }
  }

  /** Tries to shake hands under a key that the server does not know. */
  private static void knock(KernelGateway.Peer client) {
    client
        .namespace()
        .output(
            """
            wg genkey | wg set wg0 private-key /dev/stdin
            ping -c 1 -W 1 10.77.0.1 >/dev/null || true
            """);
  }

  /** As any process may that is allowed to write to the log. */
  private static void forge(Guest guest, String address) {
    guest.output(
        "echo '<7>wireguard: wg0: Invalid handshake initiation from %s:4444' >/dev/kmsg; dmesg | grep -qF %s"
            .formatted(address, address));
  }
}
