package org.vpnledger.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.vpn.PeerKey;

/** Who replaces an exporter finds its names, labels, their order, and its texts. */
class DialectsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/org/vpnledger/metrics");

  private static void expect(String name, String actual) {
    Path file = GOLDEN.resolve(name);
    try {
      if (Boolean.getBoolean("golden.rewrite")) {
        Files.createDirectories(GOLDEN);
        Files.writeString(file, actual);
      }
      assertThat(actual).as(name).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mindflavor", "mdlayher", "guide", "wgportal"})
  void a_page_is_that_of_the_exporter_that_it_replaces(String dialect) {
    expect(dialect + ".prom", Office.usual().text(dialect, Format.PROMETHEUS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kumina", "patrickjahns"})
  void openvpn_servers_are_in_the_words_of_their_exporters_with_duplicate_names_summed(
      String dialect) {
    Office office = Office.usual().openVpn("office", Office.status()).openVpn("broken", null);
    expect(dialect + ".prom", office.text(dialect, Format.PROMETHEUS));
    assertThat(Scraped.read(office.text(dialect, Format.PROMETHEUS)).samples()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"kumina, openvpn_server_connected_clients", "patrickjahns, openvpn_connections"})
  void a_status_file_that_two_sources_read_is_counted_once(String dialect, String clients) {
    Office office = new Office();
    office.openVpn("one", "/run/server.status", Office.status());
    office.openVpn("two", "/run/server.status", Office.status());
    assertThat(Scraped.read(office.text(dialect, Format.PROMETHEUS)).of(clients))
        .singleElement()
        .matches(sample -> sample.value().equals("4"));
  }

  @ParameterizedTest
  @CsvSource({"kumina, openvpn_server_connected_clients", "patrickjahns, openvpn_connections"})
  void a_status_file_that_cannot_be_read_any_more_has_no_clients_of_now(
      String dialect, String clients) {
    Office office = new Office();
    office.openVpn("one", Office.status());
    assertThat(office.text(dialect, Format.PROMETHEUS)).contains(clients + "{");
    office.fail("one", "no such file");
    assertThat(office.text(dialect, Format.PROMETHEUS)).doesNotContain(clients + "{");
  }

  @Test
  void with_low_cardinality_kumina_knows_common_names_only() {
    MetricsRules low =
        new MetricsRules(List.of("kumina"), MindFlavorOptions.DEFAULT, true, 1000, true, "");
    Office office = Office.usual().openVpn("office", Office.status());
    expect(
        "kumina-low.prom",
        Office.Page.text(office.pages(low).page(MetricsPages.DEFAULT, Format.PROMETHEUS, false)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mindflavor", "wgportal"})
  void in_open_metrics_names_stay_and_types_that_they_do_not_fit_become_unknown(String dialect) {
    expect(dialect + ".openmetrics", Office.usual().text(dialect, Format.OPENMETRICS));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void the_own_family_is_what_the_documentation_lists(Format format) {
    String page =
        Office.usual()
            .text("vpnledger", format)
            .replaceAll("java=\"[^\"]*\"", "java=\"…\"")
            .replaceAll("(?m)^(process_[a-z_]+(?<!start_time_seconds)) .*$", "$1 …");
    expect(format == Format.PROMETHEUS ? "vpnledger.prom" : "vpnledger.openmetrics", page);
  }

  @Test
  void every_metric_of_the_own_family_is_in_the_documentation_and_the_other_way_round()
      throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("../docs/metrics.md")).stream()
            .filter(line -> line.matches("\\| `(vpnledger|process)_[a-z_0-9]+` .*"))
            .map(line ->
                line.substring(3, line.indexOf('`', 3)) + " " + line.split("\\|")[2].strip())
            .toList();
    Office office = Office.usual().places(Map.of("192.0.2.1", "AT"));
    Scraped page = Scraped.read(office.text("vpnledger", Format.PROMETHEUS));
    List<String> exported = new ArrayList<>();
    page.types().forEach((name, type) -> exported.add(name + " " + type));
    assertThat(exported).containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void mindflavors_options_add_labels_in_its_order() {
    Office office =
        Office.usual()
            .label(Office.ANN, Map.of("username", "ann", "id", "482", "interface", "taken"));
    MetricsRules rules =
        new MetricsRules(
            List.of("mindflavor"),
            new MindFlavorOptions(true, true, true, true),
            false,
            999,
            true,
            "");
    expect(
        "mindflavor-options.prom",
        Office.Page.text(office.pages(rules).page(MetricsPages.DEFAULT, Format.PROMETHEUS, false)));
  }

  @Test
  void a_handshake_in_the_future_is_one_of_now_and_no_network_is_none() {
    Office office = new Office();
    office.read(
        "kernel",
        "wg0",
        new Office.Shown(Office.ANN, 1, 2, Office.NOW.plus(Duration.ofDays(400)), null, List.of()));
    String guide = office.text("guide", Format.PROMETHEUS);
    assertThat(guide)
        .contains("wireguard_handshake_age_seconds{allowed_ips=\"(none)\",interface=\"wg0\"")
        .contains("peer=\"2S7mA0vEMethCNQr...\"} 0");
    MetricsRules rules =
        new MetricsRules(
            List.of("mindflavor"),
            new MindFlavorOptions(true, false, true, true),
            false,
            999,
            true,
            "");
    assertThat(
            Office.Page.text(
                office.pages(rules).page(MetricsPages.DEFAULT, Format.PROMETHEUS, false)))
        .contains(
            "wireguard_latest_handshake_delay_seconds{interface=\"wg0\",public_key=\""
                + Office.ANN.text()
                + "\"} 0");
  }

  @Test
  void two_keys_that_begin_alike_are_one_series_in_the_guides_dialect_and_not_a_broken_page() {
    Office office = new Office();
    office.read(
        "kernel",
        "wg0",
        new Office.Shown(
            new PeerKey("AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBBBBBBBBBBBA="),
            1,
            2,
            null,
            null,
            List.of()),
        new Office.Shown(
            new PeerKey("AAAAAAAAAAAAAAAACCCCCCCCCCCCCCCCCCCCCCCCCCA="),
            3,
            4,
            null,
            null,
            List.of()));
    assertThat(Scraped.read(office.text("guide", Format.PROMETHEUS)).of("wireguard_peer_connected"))
        .hasSize(1);
  }

  @Test
  void tunnels_of_one_name_are_told_apart_by_their_source() {
    Office office = new Office();
    office.read("kernel", "wg0", Office.ann(1, 2)).read("wg-easy", "wg0", Office.ann(3, 4));
    for (String dialect : office.pages().names()) {
      Scraped page = Scraped.read(office.text(dialect, Format.PROMETHEUS)); // none is there twice
      assertThat(page.types()).isNotEmpty();
    }
    assertThat(office.text("mindflavor", Format.PROMETHEUS))
        .contains("{interface=\"wg0@kernel\",", "{interface=\"wg0@wg-easy\",");
  }
}
