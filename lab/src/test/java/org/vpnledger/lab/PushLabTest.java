package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Metrics of a real tunnel reach those who are told instead of asking. */
@RequiresLab
@RequiresTools({"influxd", "prometheus-node-exporter"})
@Timeout(90)
final class PushLabTest {
  private static final String DATABASE = "vpn";

  /** What would end a tag or a line, if it were not escaped. */
  private static final String NAME = "Ann's \"phone\", a=b c\\";

  /** InfluxDB has no escape for a backslash. */
  private static final String NAME_THERE = NAME.replace('\\', '＼');

  @Test
  void influxdb_and_the_textfile_collector_show_what_they_are_told() {
    try (InfluxServer influx = InfluxServer.start(DATABASE);
        Gateway gateway = Gateway.withPeers(2);
        Folder textfiles = Folder.create();
        Ledger ledger = Ledger.start(settings(gateway, influx, textfiles))) {
      Client client = gateway.client(0);
      gateway.ping(client);
      awaitOnline(influx, client);
      assertThat(
              influx.ask(
                  DATABASE, "SHOW TAG VALUES FROM vpnledger_peer_online WITH KEY = \"name\""))
          .contains(List.of("name", NAME_THERE));
      gateway.hush();
      long own = Objects.requireNonNull(gateway.counters().get(client.key())).bytes().rx();
      String received =
          "SELECT last(value) FROM wireguard_received_bytes_total WHERE public_key = '%s'"
              .formatted(client.key());
      Eventually.see(
          "InfluxDB has the interface's own counter " + own,
          Eventually.PATIENCE,
          () -> influx.ask(DATABASE, received),
          rows -> !rows.isEmpty() && ((Number) rows.getFirst().get(1)).longValue() == own);

      assertNodeExporterShows(textfiles, own);
      assertThat(ledger.output()).doesNotContain("push.influx_url", "metrics.textfile");
      ledger.stop();
      assertThat(textfiles.files()).isEmpty(); // or it would seem that all is well
    }
  }

  private static String settings(Gateway gateway, InfluxServer influx, Folder textfiles) {
    return Ledger.configOf(gateway)
        + """
        [metrics]
        textfile = "%s"
        [push]
        influx_url = "%s"
        interval = 1
        [names]
        "%s" = '''%s'''
        """
            .formatted(
                textfiles.resolve("vpnledger.prom"),
                influx.writeUrl(DATABASE),
                gateway.client(0).key(),
                NAME);
  }

  private static void awaitOnline(InfluxServer influx, Client client) {
    String online =
        "SELECT last(value) FROM vpnledger_peer_online WHERE peer = '%s'".formatted(client.key());
    Eventually.see(
        "InfluxDB has it online",
        Eventually.PATIENCE,
        () -> influx.ask(DATABASE, online),
        rows -> !rows.isEmpty() && ((Number) rows.getFirst().get(1)).intValue() == 1);
  }

  private static void assertNodeExporterShows(Folder textfiles, long received) {
    int port = FreePort.find();
    List<String> words =
        List.of(
            "prometheus-node-exporter",
            "--collector.disable-defaults",
            "--collector.textfile",
            "--collector.textfile.directory=" + textfiles.path(),
            "--web.listen-address=127.0.0.1:" + port);
    try (Folder folder = Folder.create();
        Background _ = Background.start(words, Map.of(), folder.resolve("log"))) {
      String name = NAME.replace("\\", "\\\\").replace("\"", "\\\"");
      Http.Answer page =
          Eventually.see(
              "node_exporter shows the counter",
              Eventually.PATIENCE,
              () -> Http.get(port, "/metrics"),
              answer ->
                  answer
                      .body()
                      .lines()
                      .filter(line -> line.startsWith("wireguard_received_bytes_total{"))
                      .anyMatch(line ->
                          line.contains("friendly_name=\"" + name + "\"")
                              && Double.parseDouble(line.substring(line.lastIndexOf(' ')))
                                  == (double) received));
      assertThat(page.body().lines())
          .contains("node_textfile_scrape_error 0")
          .anyMatch(line -> line.startsWith("vpnledger_peer_online{"));
    }
  }
}
