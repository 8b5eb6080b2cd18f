package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real OpenVPN server with real clients, in the words of the two exporters for it. */
@RequiresLab
@RequiresTools("promtool")
@Timeout(120)
final class OpenVpnMetricsTest {

  @Test
  void clients_of_a_real_server_are_exported_and_a_server_that_is_gone_is_down() {
    int port = FreePort.find();
    try (OpenVpnServer server = OpenVpnServer.start(2);
        Ledger ledger = Ledger.start(configuration(port, server))) {
      List<OpenVpnDevice> devices =
          List.of(server.connect("alice"), server.connect("alice"), server.connect("bob"));
      devices.forEach(device -> device.exchange(20));

      Http.Answer kumina =
          Eventually.see(
              "all three are exported",
              Eventually.PATIENCE,
              () -> Http.get(port, "/metrics/kumina"),
              page ->
                  page.body().contains("openvpn_server_connected_clients") && clients(page) == 3);
      for (OpenVpnDevice device : devices) {
        assertThat(kumina.body())
            .contains(
                "common_name=\"" + device.commonName() + "\"",
                "real_address=\"" + device.endpoint() + "\"",
                "virtual_address=\"10.88.0.");
      }
      assertThat(kumina.body()).contains("openvpn_up{status_path=\"" + server.status() + "\"} 1");
      assertThat(Http.get(port, "/metrics/patrickjahns").body())
          .containsPattern(
              "openvpn_bytes_received\\{common_name=\"alice\",server=\"office\"} \\d{4,}")
          .contains("openvpn_connections{server=\"office\"} 3")
          .contains("openvpn_collection_error{server=\"office\"} 0");
      for (String page : List.of("", "/kumina", "/patrickjahns")) {
        assertThat(Promtool.findings(Http.get(port, "/metrics" + page))).isEmpty();
      }
      assertThat(Http.get(port, "/health").json().text("status")).isEqualTo("healthy");

      Command.of("rm", server.status().toString()).output();
      Eventually.see(
          "the server is down",
          Eventually.PATIENCE,
          () -> Http.get(port, "/metrics/kumina").body(),
          page -> page.contains("openvpn_up{status_path=\"" + server.status() + "\"} 0"));
      assertThat(Http.get(port, "/health").status()).isEqualTo(503);
      assertThat(Http.get(port, "/metrics/vpnledger").body())
          .containsPattern("vpnledger_source_up\\{gateway=\"[^\"]*\",source=\"office\"} 0");
      assertThat(ledger.output()).contains("office");
    }
  }

  private static String configuration(int port, OpenVpnServer server) {
    return Ledger.servedAt(
        port,
        """
        [metrics]
        dialects = ["kumina", "patrickjahns", "vpnledger"]
        [[source]]
        name = "office"
        type = "openvpn-status"
        file = "%s"
        """
            .formatted(server.status()));
  }

  private static int clients(Http.Answer page) {
    return page.body()
        .lines()
        .filter(line -> line.startsWith("openvpn_server_connected_clients{"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }
}
