package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresLab(program = false)
@Timeout(60)
final class GatewayTest {
  private static final long MEGABYTE = 1_000_000;

  @Test
  void three_peers_are_set_up_and_reach_the_gateway() {
    long start = System.nanoTime();
    try (Gateway gateway = Gateway.withPeers(3)) {
      System.out.printf("three peers: set up in %d ms%n", (System.nanoTime() - start) / 1_000_000);
      assertThat(gateway.counters().values())
          .hasSize(3)
          .containsOnly(new Reading(Bytes.NONE, null, null));
      gateway.clients().forEach(gateway::ping);
      for (Client client : gateway.clients()) {
        Reading reading = reading(gateway, client);
        assertThat(reading.handshake())
            .isBetween(Instant.now().minusSeconds(10), Instant.now().plusSeconds(1));
        assertThat(reading.endpoint()).isEqualTo(client.firstAddress() + ":51820");
      }
    }
  }

  @Test
  void what_is_transferred_is_counted_in_its_direction_and_then_stands_still() {
    try (Gateway gateway = Gateway.withPeers(2)) {
      gateway.traffic().transfer(gateway.client(0), 5 * MEGABYTE, 0);
      gateway.traffic().transfer(gateway.client(1), 0, 3 * MEGABYTE);
      gateway.hush();
      Map<String, Reading> counters = gateway.counters();
      Bytes up = reading(gateway, gateway.client(0)).bytes();
      Bytes down = reading(gateway, gateway.client(1)).bytes();
      assertThat(up.rx()).isBetween(4 * MEGABYTE, 6 * MEGABYTE);
      assertThat(up.tx()).isLessThan(MEGABYTE);
      assertThat(down.tx()).isBetween(2 * MEGABYTE, 4 * MEGABYTE);
      assertThat(down.rx()).isLessThan(MEGABYTE);
      Eventually.pause(Duration.ofSeconds(1));
      assertThat(gateway.counters()).isEqualTo(counters);
      gateway.wake();
      gateway.clients().forEach(gateway::ping);
      assertThat(reading(gateway, gateway.client(0)).bytes().rx()).isGreaterThan(up.rx());
    }
  }

  @Test
  void a_client_that_falls_silent_and_moves_is_seen_at_its_new_address() {
    try (Gateway gateway = Gateway.withPeers(1)) {
      Client client = gateway.client(0);
      gateway.ping(client);
      client.silence();
      long rx = reading(gateway, client).bytes().rx();
      gateway.moveTo(client, "192.0.2.200");
      assertThat(reading(gateway, client).endpoint()).isEqualTo("192.0.2.200:51820");
      assertThat(reading(gateway, client).bytes().rx()).isGreaterThan(rx);
      gateway.moveTo(client, "fd77::200");
      assertThat(reading(gateway, client).endpoint()).isEqualTo("[fd77::200]:51820");
    }
  }

  @Test
  void an_interface_made_anew_counts_from_zero_whether_deleted_or_crashed() {
    try (Gateway gateway = Gateway.withPeers(2)) {
      for (Runnable end : List.<Runnable>of(gateway::deleteInterface, gateway::crashInterface)) {
        gateway.traffic().transfer(gateway.client(0), MEGABYTE, MEGABYTE);
        end.run();
        assertThat(Command.of("wg", "show", gateway.interfaceName()).run().exitCode()).isNotZero();
        gateway.recreateInterface();
        assertThat(gateway.counters().values())
            .hasSize(2)
            .containsOnly(new Reading(Bytes.NONE, null, null));
        gateway.reconnectAll();
        gateway.clients().forEach(gateway::ping);
      }
    }
  }

  @Test
  void a_peer_removed_and_added_counts_from_zero() {
    try (Gateway gateway = Gateway.withPeers(2)) {
      gateway.clients().forEach(gateway::ping);
      gateway.removePeer(gateway.client(0));
      assertThat(gateway.counters()).containsOnlyKeys(gateway.client(1).key());
      gateway.addPeer(gateway.client(0));
      assertThat(reading(gateway, gateway.client(0)).bytes()).isEqualTo(Bytes.NONE);
      gateway.ping(gateway.client(0));
    }
  }

  @Test
  void a_stream_flows_until_it_is_stopped() {
    try (Gateway gateway = Gateway.withPeers(1)) {
      Client client = gateway.client(0);
      gateway.ping(client);
      gateway.traffic().startStream(client, 20);
      Eventually.holds(
          "two megabytes have come",
          Eventually.PATIENCE,
          () -> reading(gateway, client).bytes().rx() > 2 * MEGABYTE);
      assertThat(gateway.traffic().isStreaming()).isTrue();
      gateway.traffic().stopStreams();
      assertThat(gateway.traffic().isStreaming()).isFalse();
      gateway.traffic().transfer(client, MEGABYTE, 0);
    }
  }

  @Test
  void nothing_is_left_on_the_machine() {
    String namespace;
    Path socket;
    try (Gateway gateway = Gateway.withPeers(1)) {
      namespace = gateway.namespace().name();
      socket = Path.of("/var/run/wireguard", gateway.interfaceName() + ".sock");
      assertThat(socket).exists();
      gateway.traffic().transfer(gateway.client(0), 1, 0);
      assertThat(Command.of("ip", "netns", "list").output()).contains(namespace);
    }
    assertThat(Files.exists(socket)).isFalse();
    assertThat(Command.of("ip", "netns", "list").output()).doesNotContain(namespace);
  }

  private static Reading reading(Gateway gateway, Client client) {
    Reading reading = gateway.counters().get(client.key());
    if (reading == null) {
      throw new AssertionError("the interface does not have " + client);
    }
    return reading;
  }
}
