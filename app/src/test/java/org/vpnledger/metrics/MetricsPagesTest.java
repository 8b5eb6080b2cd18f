package org.vpnledger.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vpnledger.live.Snapshot;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** Pages: what they cost, what they say when something fails, and in which format. */
class MetricsPagesTest {

  private static String value(Office office, String metric) {
    return Scraped.read(office.text("vpnledger", Format.PROMETHEUS)).of(metric).getFirst().value();
  }

  @Test
  void a_source_that_fails_is_down_and_the_age_of_its_last_success_grows() {
    Office office = Office.usual();
    assertThat(value(office, "vpnledger_source_up")).isEqualTo("1");
    office.pass(Duration.ofSeconds(20)).fail("kernel", "EPERM: needs CAP_NET_ADMIN");
    assertThat(value(office, "vpnledger_source_up")).isEqualTo("0");
    assertThat(value(office, "vpnledger_source_last_success_age_seconds")).isEqualTo("20");
    office.pass(Duration.ofSeconds(5));
    assertThat(value(office, "vpnledger_source_last_success_age_seconds")).isEqualTo("25");
    assertThat(value(office, "vpnledger_tunnel_up")).isEqualTo("0");
    assertThat(value(office, "vpnledger_tunnel_peers_online")).isEqualTo("0");
    assertThat(value(office, "vpnledger_peer_received_bytes_total")).isEqualTo("71419072");
  }

  @Test
  void online_peers_are_counted_by_country_once_places_are_known() {
    Office office = Office.usual();
    assertThat(office.text("vpnledger", Format.PROMETHEUS)).doesNotContain("country");
    office.places(Map.of("203.0.113.99", "AT"));
    assertThat(office.text("vpnledger", Format.PROMETHEUS))
        .contains("vpnledger_tunnel_country_peers_online{gateway=\"gw1\"")
        .contains("country=\"unknown\"} ");
  }

  @Test
  void a_source_that_hangs_is_down_although_nothing_was_told() {
    Office office = Office.usual().pass(Duration.ofSeconds(90));
    assertThat(value(office, "vpnledger_source_up")).isEqualTo("0");
    assertThat(value(office, "vpnledger_tunnel_up")).isEqualTo("0");
  }

  @Test
  void a_page_of_a_classic_dialect_is_never_empty_with_200_when_reading_fails() {
    Office office = Office.usual().pass(Duration.ofSeconds(20)).fail("kernel", "no permission");
    Rendering page = office.pages().page("mindflavor", Format.PROMETHEUS, false);
    assertThat(page.status()).isEqualTo(503);
    assertThat(Office.Page.text(page)).isEqualTo("# source kernel: no permission\n");
    // The page that also has our own family tells it there.
    assertThat(office.pages().page(MetricsPages.DEFAULT, Format.PROMETHEUS, false).status())
        .isEqualTo(200);
  }

  @Test
  void an_openvpn_dialect_beside_it_is_no_reason_to_be_empty_with_200() {
    Office office = Office.usual().pass(Duration.ofSeconds(20)).fail("kernel", "no permission");
    MetricsRules both =
        new MetricsRules(
            List.of("mindflavor", "kumina"), MindFlavorOptions.DEFAULT, false, 1000, true, "");
    assertThat(office.pages(both).page(MetricsPages.DEFAULT, Format.PROMETHEUS, false).status())
        .isEqualTo(503);
    assertThat(office.pages().page("kumina", Format.PROMETHEUS, false).status()).isEqualTo(200);
  }

  @Test
  void one_failing_source_hides_no_other() {
    Office office = Office.usual().read("easy", "wg1", Office.bob());
    office.pass(Duration.ofSeconds(20)).read("easy", "wg1", Office.bob()).fail("kernel", "gone");
    assertThat(office.text("mindflavor", Format.PROMETHEUS))
        .contains("{interface=\"wg1\"")
        .doesNotContain("{interface=\"wg0\"");
  }

  @Test
  void a_tunnel_that_is_gone_is_down_and_its_peers_keep_their_totals() {
    Office office = Office.usual();
    office.tell(new Observation.Gone(new TunnelId("kernel", "wg0"), office.now()));
    assertThat(value(office, "vpnledger_tunnel_up")).isEqualTo("0");
    assertThat(office.text("vpnledger", Format.PROMETHEUS))
        .contains("vpnledger_peer_received_bytes_total{gateway=\"gw1\",name=\"Ann's phone\"")
        .doesNotContain("vpnledger_peer_online{");
  }

  @Test
  void at_the_limit_whole_peers_are_left_out_and_that_is_said() {
    Office office = Office.usual();
    MetricsPages pages = office.pages(Office.rules(100));
    Office crowd = new Office();
    Office.Shown[] peers =
        IntStream.range(0, 50)
            .mapToObj(i -> new Office.Shown(key(i), i, i, null, null, List.of()))
            .toArray(Office.Shown[]::new);
    crowd.read("kernel", "wg0", peers);
    Scraped page =
        Scraped.read(
            Office.Page.text(
                crowd
                    .pages(Office.rules(100))
                    .page(MetricsPages.DEFAULT, Format.PROMETHEUS, false)));
    assertThat(page.of("wireguard_sent_bytes_total")).hasSize(33);
    assertThat(page.of("wireguard_latest_handshake_seconds")).hasSize(33);
    assertThat(page.of("vpnledger_peer_sent_bytes_total")).hasSize(12);
    assertThat(page.of("vpnledger_series_cut_peers"))
        .anyMatch(s -> s.labels().containsValue("mindflavor") && s.value().equals("17"))
        .anyMatch(s -> s.labels().containsValue("vpnledger") && s.value().equals("38"));
    assertThat(
            Scraped.read(
                    Office.Page.text(pages.page(MetricsPages.DEFAULT, Format.PROMETHEUS, false)))
                .of("vpnledger_series_cut_peers"))
        .allMatch(s -> s.value().equals("0"));
  }

  @Test
  void with_low_cardinality_no_series_of_the_own_family_names_a_peer() {
    MetricsRules low =
        new MetricsRules(List.of("vpnledger"), MindFlavorOptions.DEFAULT, true, 1000, true, "");
    String page =
        Office.Page.text(
            Office.usual().pages(low).page(MetricsPages.DEFAULT, Format.PROMETHEUS, false));
    assertThat(page).doesNotContain("peer=", "vpnledger_peer").contains("vpnledger_tunnel_peers");
  }

  @Test
  void endpoints_are_no_labels_unless_asked_for() {
    Office office = Office.usual();
    for (String page : List.of("vpnledger", "mindflavor", "guide", "wgportal")) {
      assertThat(office.text(page, Format.PROMETHEUS)).doesNotContain("192.0.2.7");
    }
  }

  private static PeerKey key(int number) {
    return new PeerKey("%043d=".formatted(number));
  }

  @Test
  void scrapers_that_come_at_once_share_one_rendering() {
    Office office = Office.usual();
    Snapshot one = office.snapshot();
    MetricsPages pages = new MetricsPages(() -> one, office::now, Office.rules(1000), Map::of);
    Set<Rendering> seen = ConcurrentHashMap.newKeySet();
    List<Thread> scrapers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      scrapers.add(
          Thread.ofVirtual()
              .start(() -> seen.add(pages.page(MetricsPages.DEFAULT, Format.PROMETHEUS, true))));
    }
    scrapers.forEach(MetricsPagesTest::join);
    assertThat(seen).hasSize(1);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_is_compressed_is_the_same() throws IOException {
    Office office = Office.usual();
    Snapshot one = office.snapshot();
    MetricsPages pages = new MetricsPages(() -> one, office::now, Office.rules(1000), Map::of);
    byte[] plain = Office.Page.bytes(pages.page("mindflavor", Format.OPENMETRICS, false));
    Rendering packed = pages.page("mindflavor", Format.OPENMETRICS, true);
    assertThat(packed.gzipped()).isTrue();
    assertThat(
            new GZIPInputStream(new ByteArrayInputStream(Office.Page.bytes(packed))).readAllBytes())
        .isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|PROMETHEUS",
        "*/*|PROMETHEUS",
        "text/plain|PROMETHEUS",
        "application/openmetrics-text|OPENMETRICS",
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1|OPENMETRICS",
        "text/plain;q=0.9,application/openmetrics-text;q=0.5|PROMETHEUS",
        "application/openmetrics-text;q=0,*/*|PROMETHEUS",
        "application/openmetrics-text;version=7.0.0|PROMETHEUS",
        "application/openmetrics-text;q=nonsense|PROMETHEUS",
        "APPLICATION/OpenMetrics-Text ; Version=1.0.0|OPENMETRICS",
        "text/html|PROMETHEUS"
      })
  void the_format_is_negotiated(String accept, Format format) {
    assertThat(Negotiation.format(accept)).isEqualTo(format);
  }

  @Test
  void a_page_says_which_format_it_is_and_open_metrics_ends_with_its_mark() {
    MetricsPages pages = Office.usual().pages();
    Rendering open = pages.page("guide", "application/openmetrics-text", false);
    assertThat(open.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(new String(Office.Page.bytes(open), StandardCharsets.UTF_8)).endsWith("\n# EOF\n");
    assertThat(pages.page("guide", "", false).contentType())
        .startsWith("text/plain; version=0.0.4");
  }
}
