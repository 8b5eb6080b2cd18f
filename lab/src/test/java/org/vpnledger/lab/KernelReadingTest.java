package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A kernel's own WireGuard, read by netlink, against what wg prints: equal, field by field. */
@RequiresGuest
@Timeout(400)
final class KernelReadingTest {
  private static final String READ =
      "java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
          + " --enable-native-access=ALL-UNNAMED -cp '/program/lab:/program/vpnledger.jar'"
          + " org.vpnledger.lab.inside.TwoReadings ";
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void handshakes_keys_zones_and_all_networks_are_those_that_wg_prints(Kernel kernel) {
    Guest guest = Guest.of(kernel);
    try (KernelGateway gateway = KernelGateway.withPeers(guest, 3)) {
      gateway.reconnectOverLinkLocal(gateway.client(1));
      gateway.clients().forEach(gateway::ping);
      gateway
          .server()
          .output(
              "wg set wg0 peer %s persistent-keepalive 25 allowed-ips 10.77.0.4/32,0.0.0.0/0,::/0"
                  .formatted(gateway.client(2).key()));
      gateway.server().output("ip link add second type wireguard");
      gateway.server().configure("second", manyNetworks());
      gateway.hush();
      assertThat(read(gateway.server(), "equal"))
          .isEqualTo("equal: 2 interfaces, 4 peers, 3007 networks\n");
      assertThat(gateway.server().dump()).contains("%link1]:");
    }
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void ten_thousand_peers_are_those_that_wg_prints(Kernel kernel) {
    try (GuestNamespace namespace = GuestNamespace.create(Guest.of(kernel))) {
      namespace.output("ip link add wg0 type wireguard");
      namespace.configure("wg0", peers(10_000));
      assertThat(read(namespace, "equal"))
          .isEqualTo("equal: 1 interfaces, 10000 peers, 10000 networks\n");
    }
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void peers_that_come_and_go_during_a_read_tear_and_double_nobody(Kernel kernel) {
    try (GuestNamespace namespace = GuestNamespace.create(Guest.of(kernel))) {
      namespace.output("ip link add wg0 type wireguard");
      namespace.configure("wg0", peers(2_000));
      String key = Base64.getEncoder().encodeToString(key(new Random(7)));
      // One that comes and goes, three times a second: every dump of so many may be hit.
      namespace.output(
          """
          (while :; do
            wg set wg0 peer %1$s allowed-ips 10.99.0.1/32; sleep 0.1
            wg set wg0 peer %1$s remove; sleep 0.2
          done) >/dev/null 2>&1 &
          echo $! >/run/churn
          """
              .formatted(key));
      String line = read(namespace, "changing 12 75");
      namespace.output("kill $(cat /run/churn)");
      String[] words = line.split("\\s+");
      assertThat(Integer.parseInt(words[1])).as(line).isGreaterThanOrEqualTo(12);
      assertThat(words[5]).as(line).isEqualTo("2000");
      assertThat(words[7]).as("with and without the one: " + line).isEqualTo("2");
    }
  }

  /** What {@code TwoReadings} prints. */
  static String read(GuestNamespace namespace, String what) {
    return namespace.guest().output(namespace.exec() + " " + READ + what, "", PATIENCE);
  }

  private static byte[] key(Random random) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return key;
  }

  /** The configuration of so many peers. */
  static String peers(int count) {
    Random random = new Random(1);
    StringBuilder configuration = new StringBuilder("[Interface]\n");
    for (int i = 0; i < count; i++) {
      configuration.append(
          "[Peer]\nPublicKey = %s\nAllowedIPs = 10.%d.%d.%d/32\n"
              .formatted(
                  Base64.getEncoder().encodeToString(key(random)),
                  100 + (i >> 16),
                  (i >> 8) & 255,
                  i & 255));
    }
    return configuration.toString();
  }

  private static String manyNetworks() {
    StringBuilder networks = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      networks.append(",10.%d.%d.0/24".formatted(50 + i / 250, i % 250));
    }
    for (int i = 0; i < 1000; i++) {
      networks.append(",fd00:%x::/64".formatted(i + 1));
    }
    return "[Interface]\n[Peer]\nPublicKey = %s\nAllowedIPs = %s\n"
        .formatted(Base64.getEncoder().encodeToString(key(new Random(3))), networks.substring(1));
  }
}
