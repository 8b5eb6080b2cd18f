package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What load balancers and the monitoring guide's scripts are told, over a real tunnel. */
@RequiresLab
@Timeout(90)
final class HealthTest {

  @Test
  void health_follows_the_interface_and_has_a_port_of_its_own() {
    int port = FreePort.find();
    int healthPort = FreePort.find();
    try (Gateway gateway = Gateway.withPeers(2)) {
      String settings =
          "health_listen = \"127.0.0.1:%d\"\n".formatted(healthPort) + Ledger.configOf(gateway);
      try (Ledger _ = Ledger.start(Ledger.servedAt(port, settings))) {
        gateway.ping(gateway.client(0));
        Http.Answer healthy = await(healthPort, 200, "peers_online", 1);
        assertThat(healthy.json().text("status")).isEqualTo("healthy");
        assertThat(healthy.json().text("interface")).isEqualTo(gateway.interfaceName());
        assertThat(healthy.json().text("message")).isEqualTo("WireGuard interface is up");
        assertThat(healthy.json().number("peers")).isEqualTo(2);
        assertPeers(gateway, healthPort);
        assertThat(Http.get(port, "/health").status()).isEqualTo(200);
        assertThat(Http.get(port, "/metrics").status()).isEqualTo(200);
        assertThat(Http.get(healthPort, "/metrics").status()).isEqualTo(404);

        gateway.deleteInterface();
        Http.Answer gone = await(port, 503, "peers", 0);
        assertThat(gone.json().text("status")).isEqualTo("unhealthy");
        assertThat(gone.json().text("interface")).isEqualTo(gateway.interfaceName());
        assertThat(gone.json().text("message")).contains(gateway.interfaceName());
        assertThat(Http.get(healthPort, "/health/live").status()).isEqualTo(200);

        gateway.recreateInterface();
        await(port, 200, "peers", 2);
      }
    }
  }

  /** The fields of the guide's script, and of what it shows of each peer. */
  private static void assertPeers(Gateway gateway, int port) {
    JsonNode answer = Http.get(port, "/peers").json();
    assertThat(answer.number("peer_count")).isEqualTo(2);
    Client client = gateway.client(0);
    List<JsonNode> peers =
        answer.list("peers").stream()
            .filter(peer -> peer.text("public_key").equals(client.key().substring(0, 16) + "..."))
            .toList();
    assertThat(peers)
        .singleElement()
        .satisfies(peer -> {
          assertThat(peer.text("endpoint")).isEqualTo(client.firstAddress() + ":51820");
          assertThat(peer.text("allowed_ips")).isEqualTo(client.tunnelAddress() + "/32");
          assertThat(peer.number("latest_handshake")).isPositive();
          assertThat(peer.number("rx_bytes")).isPositive();
          assertThat(peer.number("tx_bytes")).isPositive();
          assertThat(peer.flag("online")).isTrue();
        });
  }

  @Test
  void without_any_tunnel_it_is_not_healthy_and_says_what_to_do() {
    int port = FreePort.find();
    try (Folder empty = Folder.create();
        Ledger _ = Ledger.start(Ledger.servedAt(port, noTunnel(empty)))) {
      Http.Answer answer = Http.get(port, "/health");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().text("message")).contains("no WireGuard tunnel found");
      assertThat(Http.get(port, "/health/ready").status()).isEqualTo(200);
    }
  }

  private static String noTunnel(Folder empty) {
    return """
    [[source]]
    name = "nothing"
    type = "uapi"
    directory = "%s"
    """
        .formatted(empty.path());
  }

  private static Http.Answer await(int port, int status, String field, int value) {
    return Eventually.see(
        "/health is %d and %s %d".formatted(status, field, value),
        Eventually.PATIENCE,
        () -> Http.get(port, "/health"),
        answer -> answer.status() == status && answer.json().number(field) == value);
  }
}
