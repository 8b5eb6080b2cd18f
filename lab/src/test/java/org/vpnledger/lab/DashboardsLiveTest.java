package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every query of every shipped dashboard is answered by a real Prometheus that scrapes the daemon
 * over real tunnels on which all has happened that they ask for.
 */
@RequiresLab
@RequiresTools({"prometheus", "openvpn"})
@Timeout(90)
final class DashboardsLiveTest {

  /**
   * A metric that cannot be there, and why. One that is there all the same must go from the list.
   *
   * @param metric a regular expression
   */
  private record Unanswerable(String metric, String reason) {
    boolean covers(DashboardQuery query) {
      return Pattern.compile(metric).matcher(query.expression()).find();
    }
  }

  private static final List<Unanswerable> UNANSWERABLE =
      List.of(
          new Unanswerable(
              "vpnledger_tunnel_(receive|transmit)_(errors|drops)_total",
              "the kernel counts them of its own interfaces, and those here are in user space"));

  private static final Fixtures FIXTURES = new Fixtures();
  private static OpenVpnServer openVpn;
  private static ScrapedGateway lab;

  @BeforeAll
  static void start() {
    int port = FreePort.find();
    PrometheusServer prometheus =
        FIXTURES.keep(
            PrometheusServer.start(
                ShippedMonitoring.prometheus(port, FreePort.find()), ShippedMonitoring.rules()));
    openVpn = FIXTURES.keep(OpenVpnServer.start(3));
    lab = FIXTURES.keep(ScrapedGateway.start(port, prometheus, 3, DashboardsLiveTest::settings));
    lab.prometheus().awaitScrapes();
    lab.prometheus().await("count(vpnledger_tunnel_up)", 3);
    letThingsHappen();
  }

  @AfterAll
  static void stop() {
    FIXTURES.close();
  }

  /**
   * Beside an OpenVPN server, a second tunnel has a peer whose last handshake was the day before
   * yesterday.
   */
  private static String settings(Gateway gateway) {
    String dump =
        "old0\\t%s\\t%s\\t51821\\toff\\nold0\\t%s\\t(none)\\t192.0.2.99:51820\\t10.78.0.2/32\\t%d\\t5\\t6\\toff"
            .formatted(
                KeyPair.generate().privateKey(),
                KeyPair.generate().publicKey(),
                KeyPair.generate().publicKey(),
                Instant.now().minus(Duration.ofDays(2)).getEpochSecond());
    return Ledger.configOf(gateway)
        + """
        [[source]]
        name = "old"
        type = "command"
        command = ["printf", '%s\\n']
        [[source]]
        name = "openvpn"
        type = "openvpn-status"
        file = "%s"
        [metrics]
        dialects = ["mindflavor", "vpnledger", "kumina"]
        [names]
        "%s" = "Ann"
        "%s" = "Bob"
        """
            .formatted(dump, openVpn.status(), gateway.client(0).key(), gateway.client(1).key());
  }

  private static void letThingsHappen() {
    Gateway gateway = lab.gateway();
    gateway.crashInterface();
    lab.prometheus().await("count(vpnledger_tunnel_up == 0)", 1);
    gateway.recreateInterface();
    lab.prometheus().await("count(vpnledger_tunnel_up == 1)", 3);
    gateway.removePeer(gateway.client(2)); // which never connects
    lab.prometheus().await("sum(vpnledger_tunnel_peers)", 3);
    gateway.addPeer(gateway.client(2));
    gateway.reconnectAll();
    gateway.ping(gateway.client(1));
    gateway.traffic().startStream(gateway.client(1), 1);
    openVpn.connect("carol").exchange(10);
    Client ann = gateway.client(0);
    List<Client> devices = List.of(ann, gateway.twinOf(ann));
    for (int i = 0; i < 4; i++) {
      Client device = devices.get(i % 2);
      gateway.callAgain(device);
      String endpoint = device.firstAddress() + ":51820";
      Eventually.holds(
          "the daemon sees " + device,
          Eventually.PATIENCE,
          () -> lab.get("/peers").body().contains(endpoint));
    }
  }

  @Test
  void every_query_of_every_dashboard_has_an_answer() {
    List<DashboardQuery> queries =
        Dashboard.shipped().stream().flatMap(board -> queries(board).stream()).toList();
    assertThat(queries).hasSizeGreaterThan(100);
    Eventually.see(
        "unanswered queries",
        Eventually.PATIENCE,
        () -> queries.stream().filter(query -> !isAnswered(query)).toList(),
        unanswered -> unanswered.stream().allMatch(DashboardsLiveTest::isUnanswerable));
    for (Unanswerable exception : UNANSWERABLE) {
      assertThat(queries)
          .filteredOn(exception::covers)
          .as(exception.reason())
          .isNotEmpty()
          .noneMatch(DashboardsLiveTest::isAnswered);
    }
  }

  private static List<DashboardQuery> queries(Dashboard board) {
    String gateway = lab.prometheus().query("vpnledger_gateway_info").getFirst().label("gateway");
    return board.queries(Map.of("gateway", gateway, "peer", "Ann"));
  }

  private static boolean isUnanswerable(DashboardQuery query) {
    return UNANSWERABLE.stream().anyMatch(exception -> exception.covers(query));
  }

  private static boolean isAnswered(DashboardQuery query) {
    return !(query.instant()
            ? lab.prometheus().query(query.expression())
            : lab.prometheus().range(query.expression()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count(time() - wireguard_latest_handshake_seconds < 300)",
        "rate(wireguard_received_bytes_total[5m]) > 0",
        "rate(wireguard_sent_bytes_total[5m]) > 0",
        "time() - wireguard_latest_handshake_seconds"
      })
  void the_guides_own_expressions_have_answers(String expression) {
    lab.prometheus().await(expression, expression, samples -> !samples.isEmpty());
  }

  @Test
  void two_peers_are_active_as_the_guide_counts_them() {
    lab.prometheus()
        .await("count(time() - wireguard_latest_handshake_seconds{interface!=\"old0\"} < 300)", 2);
  }

  @Test
  void the_shipped_relabelling_numbers_peers_by_their_addresses() {
    assertThat(lab.prometheus().query("wireguard_sent_bytes_total"))
        .extracting(sample -> sample.label("peer_id"))
        .contains("peer_3", "peer_4");
  }
}
