package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped dashboards are such as Grafana takes, and ask for metrics that there are. */
final class DashboardsTest {
  private static final MetricTable METRICS = MetricTable.documented();

  /** Of the classic exporters, and Prometheus' own. */
  private static final Set<String> OTHERS =
      Set.of(
          "scrape_samples_scraped",
          "wireguard_sent_bytes_total",
          "wireguard_received_bytes_total",
          "wireguard_latest_handshake_seconds",
          "openvpn_up",
          "openvpn_status_update_time_seconds",
          "openvpn_server_connected_clients",
          "openvpn_server_client_received_bytes_total",
          "openvpn_server_client_sent_bytes_total",
          "openvpn_server_route_last_reference_time_seconds");

  /** What a single-valued variable may hold. */
  private static final Map<String, String> CHOSEN = Map.of("gateway", "gw1", "peer", "alice");

  private static final Pattern METRIC =
      Pattern.compile("\\b([a-z]+_[a-z_]+)\\b(?! *\\()(\\{[^}]*})?");

  /** What stands beside metrics and looks like them. */
  private static final Pattern GROUPING = Pattern.compile("\\b(by|on) \\([^)]*\\)");

  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
  private static final Pattern LINK = Pattern.compile("/d/([\\w-]+)/");

  static List<Dashboard> shipped() {
    return Dashboard.shipped();
  }

  private static List<String> labels(@Nullable String selector) {
    return selector == null
        ? List.of()
        : LABEL.matcher(selector).results().map(label -> label.group(1)).toList();
  }

  private static Stream<JsonNode> settingsOf(JsonNode panel) {
    JsonNode config = panel.node("fieldConfig");
    return Stream.concat(Stream.of(config.node("defaults")), config.list("overrides").stream());
  }

  @Test
  void each_has_a_uid_and_a_title_of_its_own() {
    List<Dashboard> shipped = shipped();
    assertThat(shipped).extracting(Dashboard::file).contains("fleet.json", "guide.json");
    assertThat(shipped).extracting(Dashboard::uid).doesNotHaveDuplicates();
    assertThat(shipped).extracting(board -> board.model().text("title")).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void it_can_be_imported_anywhere(Dashboard board) {
    assertThat(board.uid()).matches("vpnledger-[a-z]+");
    assertThat(board.model().number("schemaVersion")).isBetween(39, 42);
    assertThat(board.model().has("__inputs")).isFalse();
    assertThat(board.model().has("id")).as("a number in somebody's database").isFalse();
    assertThat(board.variables().getFirst().text("type")).isEqualTo("datasource");
    assertThat(board.variables())
        .extracting(variable -> variable.text("name"))
        .startsWith("datasource")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void every_panel_says_what_it_shows_and_in_which_unit(Dashboard board) {
    Set<Integer> ids = new HashSet<>();
    assertThat(board.panels())
        .isNotEmpty()
        .allSatisfy(panel -> {
          assertThat(panel.text("title")).isNotBlank();
          assertThat(panel.text("description")).as(panel.text("title")).endsWith(".");
          assertThat(panel.text("type"))
              .isIn("timeseries", "stat", "table", "piechart", "bargauge", "state-timeline");
          assertThat(panel.node("fieldConfig").node("defaults").text("unit")).isNotBlank();
          assertThat(panel.node("datasource").text("uid")).isEqualTo("${datasource}");
          assertThat(panel.list("targets")).isNotEmpty();
          assertThat(ids.add(panel.number("id"))).isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void panels_fill_the_grid_and_do_not_overlap(Dashboard board) {
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : board.panels()) {
      JsonNode place = panel.node("gridPos");
      int right = place.number("x") + place.number("w");
      assertThat(right).as(panel.text("title")).isLessThanOrEqualTo(24);
      for (int x = place.number("x"); x < right; x++) {
        for (int y = place.number("y"); y < place.number("y") + place.number("h"); y++) {
          assertThat(taken.add(List.of(x, y)))
              .as("%s at %d,%d", panel.text("title"), x, y)
              .isTrue();
        }
      }
    }
  }

  /** A query that uses a variable which is not there throws. */
  @ParameterizedTest
  @MethodSource("shipped")
  void every_query_asks_for_metrics_and_labels_that_are_promised(Dashboard board) {
    assertThat(board.queries(CHOSEN))
        .isNotEmpty()
        .allSatisfy(query -> {
          Matcher metric = METRIC.matcher(GROUPING.matcher(query.expression()).replaceAll(""));
          int found = 0;
          while (metric.find()) {
            found++;
            String name = metric.group(1);
            if (!OTHERS.contains(name)) {
              assertThat(METRICS.labelsOf(name))
                  .as("%s in %s", name, query)
                  .isNotEmpty()
                  .containsAll(labels(metric.group(2)));
            }
          }
          assertThat(found).as(query.toString()).isPositive();
        });
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void links_lead_to_dashboards_that_are_shipped(Dashboard board) {
    List<String> uids = shipped().stream().map(Dashboard::uid).toList();
    List<String> targets =
        LINK.matcher(board.model().toString()).results().map(link -> link.group(1)).toList();
    assertThat(targets).hasSizeGreaterThanOrEqualTo(uids.size() - 1);
    assertThat(uids).containsAll(targets);
  }

  @Test
  void the_guides_five_panels_are_there_over_the_classic_metrics_only() {
    Dashboard guide = Dashboard.read(Surroundings.source("dist/grafana/dashboards/guide.json"));
    assertThat(guide.panels())
        .extracting(panel -> panel.text("title"))
        .containsExactly(
            "Active Peers",
            "Total Bandwidth (Received)",
            "Total Bandwidth (Sent)",
            "Peer Handshake Age",
            "Traffic by Peer");
    assertThat(guide.queries(Map.of()))
        .noneMatch(query -> query.expression().contains("vpnledger"));
  }

  @Test
  void moments_are_given_in_milliseconds() {
    assertThat(shipped())
        .allSatisfy(board ->
            assertThat(board.panels())
                .filteredOn(panel ->
                    settingsOf(panel)
                        .anyMatch(settings -> settings.toString().contains("dateTimeFromNow")))
                .allSatisfy(panel ->
                    assertThat(panel.list("targets"))
                        .anyMatch(target -> target.text("expr").contains("* 1000"))));
  }
}
