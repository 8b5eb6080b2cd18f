package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A kernel's own WireGuard in a guest is the real thing. */
@RequiresGuest
@Timeout(400)
final class KernelWireGuardTest {

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void peers_shake_hands_and_move_bytes_from_ipv4_and_from_an_address_with_a_zone(Kernel kernel) {
    try (KernelGateway gateway = KernelGateway.withPeers(Guest.of(kernel), 2)) {
      gateway.reconnectOverLinkLocal(gateway.client(1));
      gateway.clients().forEach(gateway::ping);
      Reading first = reading(gateway, 0);
      assertThat(first.endpoint()).startsWith("192.0.2.2:");
      assertThat(first.handshake()).isNotNull().isAfter(Instant.now().minusSeconds(60));
      // At least a handshake's initiation and a ping one way, its response and an answer the other.
      assertThat(first.bytes().rx()).isGreaterThanOrEqualTo(148 + 128);
      assertThat(first.bytes().tx()).isGreaterThanOrEqualTo(92 + 128);
      assertThat(reading(gateway, 1).endpoint()).startsWith("[fe80::2%link1]:");
      assertThat(gateway.server().dump())
          .contains("\t51820\t0xca6c\n")
          .contains("\t" + gateway.client(0).presharedKey() + "\t");
    }
  }

  private static Reading reading(KernelGateway gateway, int client) {
    return Objects.requireNonNull(gateway.counters().get(gateway.client(client).key()));
  }
}
