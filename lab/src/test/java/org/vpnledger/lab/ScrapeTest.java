package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A real Prometheus scrapes the daemon over real tunnels, each page of it. */
@RequiresLab
@RequiresTools({"prometheus", "promtool"})
@Timeout(90)
final class ScrapeTest {
  static final List<String> DIALECTS =
      List.of("vpnledger", "mindflavor", "mdlayher", "guide", "wgportal");

  private static final int MEGABYTE = 1_000_000;

  /** The job of the page that is /metrics itself. */
  private static final String USUAL = "usual";

  /** Jobs of a daemon that only one test starts. */
  private static final String BLIND = "blind";

  private static final String BLIND_OWN = "blind-own";

  /** What would end a label's value or a line, if it were not escaped. */
  private static final String NAME = "Ann's \"phone\" \\n \\\\ {peer=\"x\"}, 1 # 日本 \\";

  private static final int BLIND_PORT = FreePort.find();

  private static final Fixtures FIXTURES = new Fixtures();
  private static ScrapedGateway lab;

  @BeforeAll
  static void start() {
    int port = FreePort.find();
    List<ScrapeJob> jobs = new ArrayList<>();
    jobs.add(ScrapeJob.of(USUAL, port, "/metrics"));
    DIALECTS.forEach(name -> jobs.add(ScrapeJob.of(name, port, "/metrics/" + name)));
    jobs.add(ScrapeJob.of(BLIND, BLIND_PORT, "/metrics/mindflavor"));
    jobs.add(ScrapeJob.of(BLIND_OWN, BLIND_PORT, "/metrics/vpnledger"));
    PrometheusServer prometheus = FIXTURES.keep(PrometheusServer.start(jobs));
    lab = FIXTURES.keep(ScrapedGateway.start(port, prometheus, 3, ScrapeTest::settings));
    lab.prometheus().awaitScrapes(BLIND, BLIND_OWN);
  }

  @AfterAll
  static void stop() {
    FIXTURES.close();
  }

  /** Beside the tunnel there is a source that fails at each look, and no other test minds. */
  private static String settings(Gateway gateway) {
    String escaped = NAME.replace("\\", "\\\\").replace("\"", "\\\"");
    return Ledger.configOf(gateway)
        + """
        [[source]]
        name = "broken"
        type = "command"
        command = ["false"]
        [names]
        "%s" = "%s"
        """
            .formatted(gateway.client(0).key(), escaped);
  }

  @Test
  void each_page_is_taken_without_a_complaint() {
    // The last scrape of a job may have found the daemon that another test has just started.
    Map<String, String> errors =
        Eventually.see(
            "no errors",
            Eventually.PATIENCE,
            ScrapeTest::errors,
            seen -> seen.values().stream().allMatch(String::isEmpty));
    assertThat(errors).hasSize(DIALECTS.size() + 1);
    assertThat(lab.prometheus().query("scrape_samples_scraped > 0"))
        .extracting(sample -> sample.label("job"))
        .containsAll(errors.keySet());
    // Samples that are there twice or out of order are scraped all the same, and told of there.
    assertThat(lab.prometheus().log("warn")).isEmpty();
    assertThat(lab.prometheus().log("error")).isEmpty();
  }

  private static Map<String, String> errors() {
    Map<String, String> errors = lab.prometheus().scrapeErrors();
    errors.keySet().removeAll(List.of(BLIND, BLIND_OWN));
    return errors;
  }

  /** Only there counters are declared without the end of their names. */
  @Test
  void what_prometheus_is_given_is_openmetrics() {
    assertThat(lab.prometheus().declared("mindflavor"))
        .contains("wireguard_received_bytes")
        .doesNotContain("wireguard_received_bytes_total");
  }

  @ParameterizedTest
  @FieldSource("DIALECTS")
  void promtool_finds_nothing_in_a_page(String dialect) {
    Http.Answer page = lab.get("/metrics/" + dialect);
    assertThat(page.status()).isEqualTo(200);
    assertThat(Promtool.findings(page)).isEmpty();
  }

  /**
   * Metrics of the bytes that an exporter shows, and the label that has the key or its beginning.
   */
  record Columns(String dialect, String key, String received, String sent) {}

  static final List<Columns> COLUMNS =
      List.of(
          new Columns(
              "mindflavor",
              "public_key",
              "wireguard_received_bytes_total",
              "wireguard_sent_bytes_total"),
          new Columns(
              "mdlayher",
              "public_key",
              "wireguard_peer_receive_bytes_total",
              "wireguard_peer_transmit_bytes_total"),
          new Columns(
              "wgportal",
              "id",
              "wireguard_peer_received_bytes_total",
              "wireguard_peer_sent_bytes_total"),
          new Columns(
              "guide", "peer", "wireguard_bytes_received_total", "wireguard_bytes_sent_total"));

  @Test
  void counters_are_those_of_wg_show_in_each_dialect() {
    Gateway gateway = lab.gateway();
    gateway.traffic().transfer(gateway.client(0), MEGABYTE, 0);
    gateway.traffic().transfer(gateway.client(1), 0, MEGABYTE);
    gateway.hush();
    try {
      Map<String, Bytes> own = new TreeMap<>();
      Books.own(gateway).forEach((key, bytes) -> own.put(shown(key), bytes));
      assertThat(own.values())
          .as("iperf3 may lose a buffer of them")
          .anyMatch(bytes -> bytes.rx() > MEGABYTE / 2)
          .anyMatch(bytes -> bytes.tx() > MEGABYTE / 2);
      for (Columns columns : COLUMNS) {
        Eventually.see(
            columns.toString(), Eventually.PATIENCE, () -> scraped(columns), own::equals);
      }
    } finally {
      gateway.wake();
    }
  }

  private static Map<String, Bytes> scraped(Columns columns) {
    Map<String, Long> received = scraped(columns, columns.received());
    Map<String, Long> sent = scraped(columns, columns.sent());
    Map<String, Bytes> bytes = new TreeMap<>();
    received.forEach((key, rx) -> bytes.put(key, new Bytes(rx, sent.getOrDefault(key, -1L))));
    return bytes;
  }

  private static Map<String, Long> scraped(Columns columns, String metric) {
    Map<String, Long> values = new TreeMap<>();
    lab.prometheus()
        .query("%s{job=\"%s\"}".formatted(metric, columns.dialect()))
        .forEach(sample -> values.put(shown(sample.label(columns.key())), (long) sample.value()));
    return values;
  }

  /** The guide's exporter shows only so much of a key. */
  private static String shown(String key) {
    return key.substring(0, 16);
  }

  @Test
  void handshakes_are_those_of_wg_show() {
    lab.gateway().ping(lab.gateway().client(0));
    Map<String, Double> own = new TreeMap<>();
    lab.gateway()
        .counters()
        .forEach((key, reading) ->
            own.put(key, reading.handshake() == null ? 0.0 : reading.handshake().getEpochSecond()));
    Eventually.see(
        "handshakes",
        Eventually.PATIENCE,
        () -> {
          Map<String, Double> scraped = new TreeMap<>();
          lab.prometheus()
              .query("wireguard_latest_handshake_seconds{job=\"mindflavor\"}")
              .forEach(sample -> scraped.put(sample.label("public_key"), sample.value()));
          return scraped;
        },
        own::equals);
  }

  @Test
  void a_peer_comes_online() {
    Client client = lab.gateway().client(2); // which no other test lets talk
    String online = of("vpnledger_peer_online", client);
    lab.prometheus().await(online, 0);
    lab.gateway().ping(client);
    lab.prometheus().await(online, 1);
    lab.prometheus()
        .await(
            "time() - %s < 60 > bool 0"
                .formatted(of("vpnledger_peer_session_start_timestamp_seconds", client)),
            1);
  }

  private static String of(String metric, Client client) {
    return "%s{job=\"%s\", peer=\"%s\"}".formatted(metric, USUAL, client.key());
  }

  @Test
  void a_name_arrives_as_it_is() {
    assertThat(lab.prometheus().query(of("vpnledger_peer_online", lab.gateway().client(0))))
        .singleElement()
        .satisfies(sample -> assertThat(sample.label("name")).isEqualTo(NAME));
    assertThat(lab.prometheus().query("wireguard_sent_bytes_total{job=\"mindflavor\"}"))
        .extracting(sample -> sample.label("friendly_name"))
        .containsOnlyOnce(NAME);
  }

  @Test
  void totals_survive_a_new_interface_and_a_crash_of_the_daemon_while_the_counters_begin_anew() {
    Gateway gateway = lab.gateway();
    Client client = gateway.client(1);
    gateway.traffic().transfer(client, MEGABYTE, 0);
    long before = settledTotal(client);

    gateway.deleteInterface();
    gateway.recreateInterface();
    gateway.reconnectAll();
    gateway.ping(client);
    lab.ledger().kill9();
    gateway.ping(client); // of which no daemon knows
    lab.ledger().spawn();
    lab.ledger().awaitReady();
    gateway.hush();
    try {
      long own = own(client);
      assertThat(own).isLessThan(MEGABYTE);
      lab.prometheus().await(counter(client), own);
      lab.prometheus().await(of("vpnledger_peer_received_bytes_total", client), before + own);
    } finally {
      gateway.wake();
    }
  }

  /** The total of a peer, once all that its interface has counted is in it. */
  private static long settledTotal(Client client) {
    lab.gateway().hush();
    lab.prometheus().await(counter(client), own(client));
    String total = of("vpnledger_peer_received_bytes_total", client);
    return (long) lab.prometheus().query(total).getFirst().value();
  }

  private static long own(Client client) {
    return Objects.requireNonNull(Books.own(lab.gateway()).get(client.key())).rx();
  }

  private static String counter(Client client) {
    return "wireguard_received_bytes_total{job=\"%s\", public_key=\"%s\"}"
        .formatted(USUAL, client.key());
  }

  @Test
  void a_source_that_fails_is_told_of_and_grows_old_while_the_other_goes_on() {
    PrometheusServer prometheus = lab.prometheus();
    prometheus.await("vpnledger_source_up{job=\"usual\", source=\"uapi\"}", 1);
    prometheus.await("vpnledger_source_up{job=\"usual\", source=\"broken\"}", 0);
    String age = "vpnledger_source_last_success_age_seconds{job=\"usual\", source=\"%s\"}";
    prometheus.await("delta(%s[5s]) > bool 2".formatted(age.formatted("broken")), 1);
    prometheus.await("%s < bool 5".formatted(age.formatted("uapi")), 1);
    prometheus.await("vpnledger_tunnel_up{job=\"usual\"}", 1);
  }

  @Test
  void where_nothing_can_be_read_the_pages_of_other_exporters_fail_and_the_own_one_says_so() {
    String broken =
        """
        [[source]]
        name = "broken"
        type = "command"
        command = ["false"]
        """;
    try (Ledger _ = Ledger.start(Ledger.servedAt(BLIND_PORT, broken))) {
      lab.prometheus().await("up{job=\"%s\"}".formatted(BLIND_OWN), 1);
      lab.prometheus().await("vpnledger_source_up{job=\"%s\"}".formatted(BLIND_OWN), 0);
      lab.prometheus().awaitFailure(BLIND, "503");
      Http.Answer answer = Http.get(BLIND_PORT, "/metrics/mindflavor");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).startsWith("# ").contains("broken");
    }
  }
}
