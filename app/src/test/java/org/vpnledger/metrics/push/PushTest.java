package org.vpnledger.metrics.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.metrics.Gateways;
import org.vpnledger.metrics.MetricsPages;

/** Metrics that are sent reach a real server on this machine, and trouble is told in one line. */
class PushTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Gateways.NOW);

  /** What the server was sent. */
  private record Sent(String path, String authorization, ByteString body) {}

  @TempDir Path folder;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 204;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          try (InputStream in = exchange.getRequestBody()) {
            byte[] body = packed ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            sent.add(
                new Sent(
                    exchange.getRequestURI().toString(),
                    authorization == null ? "" : authorization,
                    ByteString.copyFrom(body)));
          }
          byte[] answer =
              status == 204 ? new byte[0] : "no such database\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static final Authorization NOBODY = new Authorization(Optional.empty());

  @Test
  void lines_for_influxdb_are_posted_with_the_token_of_the_file() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "Token s3cret\n");
    try (Influx influx =
        new Influx(address("/write?db=vpn"), new Authorization(Optional.of(token)), CLOCK)) {
      influx.send(Gateways.usual());
    }
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().path()).isEqualTo("/write?db=vpn");
    assertThat(sent.getFirst().authorization()).isEqualTo("Token s3cret");
    assertThat(sent.getFirst().body().toStringUtf8().lines())
        .contains(
            "wireguard_received_bytes_total,interface=wg0,public_key=2S7mA0vEMethCNQrJpJKE81/JmhgtB+tHHLYQhgM6kk\\=,allowed_ips=10.70.0.2/32\\,fd00::2/128,friendly_name=Ann's\\ phone value=71420072i 1795176000000000000",
            "vpnledger_source_last_read_duration_seconds,gateway=gw1,source=kernel value=0.009 1795176000000000000");
  }

  @Test
  void what_influxdb_refuses_is_told_with_its_reason() {
    status = 404;
    try (Influx influx = new Influx(address("/write?db=x&p=secret"), NOBODY, CLOCK)) {
      assertThatThrownBy(() -> influx.send(Gateways.usual()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("answered 404 no such database")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void a_server_that_is_not_there_is_told_in_one_line() {
    server.stop(0);
    try (Influx influx = new Influx(address("/write"), NOBODY, CLOCK);
        Otlp otlp = new Otlp(address("/v1/metrics"), NOBODY, "0.1.0", CLOCK)) {
      assertThatThrownBy(() -> influx.send(Gateways.usual()))
          .isInstanceOf(IOException.class)
          .hasMessageMatching("http://127\\.0\\.0\\.1:\\d+: .+");
      assertThatThrownBy(() -> otlp.send(Gateways.usual()))
          .isInstanceOf(IOException.class)
          .hasMessageMatching("http://127\\.0\\.0\\.1:\\d+: .+");
    }
  }

  @Test
  void a_token_file_that_is_missing_or_holds_no_header_is_told() throws IOException {
    Path odd = Files.writeString(folder.resolve("odd"), "Bearer a\nX-Other: b");
    for (Path file : List.of(folder.resolve("none"), odd)) {
      try (Influx influx = new Influx(address("/"), new Authorization(Optional.of(file)), CLOCK)) {
        assertThatThrownBy(() -> influx.send(Gateways.usual()))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("push.token_file: " + file + ": ");
      }
    }
    assertThat(sent).isEmpty();
  }

  @Test
  void metrics_pushed_by_otlp_are_cumulative_sums_and_gauges_with_the_names_of_the_page()
      throws Exception {
    status = 200;
    Path token = Files.writeString(folder.resolve("token"), "Bearer s3cret\n");
    try (Otlp otlp =
        new Otlp(address("/v1/metrics"), new Authorization(Optional.of(token)), "0.1.0", CLOCK)) {
      otlp.send(Gateways.usual());
    }
    assertThat(sent.getFirst().path()).isEqualTo("/v1/metrics");
    assertThat(sent.getFirst().authorization()).isEqualTo("Bearer s3cret");
    List<Metric> metrics = new ArrayList<>();
    ExportMetricsServiceRequest.parseFrom(sent.getFirst().body())
        .getResourceMetricsList()
        .forEach(resource ->
            resource
                .getScopeMetricsList()
                .forEach(scope -> metrics.addAll(scope.getMetricsList())));
    Metric received = named(metrics, "vpnledger_peer_received_bytes_total");
    assertThat(received.getSum().getIsMonotonic()).isTrue();
    assertThat(received.getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    assertThat(received.getSum().getDataPointsList())
        .anyMatch(point ->
            point.getAsInt() == 71_419_072L
                && point.getStartTimeUnixNano() == 1_767_225_600_000_000_000L
                && point.getAttributesList().stream()
                    .anyMatch(a -> a.getValue().getStringValue().equals("Ann's phone")));
    assertThat(
            named(metrics, "vpnledger_source_last_read_duration_seconds")
                .getGauge()
                .getDataPoints(0)
                .getAsDouble())
        .isEqualTo(0.009);
  }

  private static Metric named(List<Metric> metrics, String name) {
    return metrics.stream().filter(one -> one.getName().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void a_textfile_is_replaced_whole_is_readable_by_all_and_goes_when_nobody_watches()
      throws IOException {
    Path file = folder.resolve("vpnledger.prom");
    MetricsPages pages = Gateways.usual();
    try (Textfile textfile = new Textfile(file)) {
      textfile.send(pages);
      assertThat(file).content().contains("wireguard_sent_bytes_total{").endsWith("\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-r--r--");
      textfile.send(pages);
      assertThat(folder).isDirectoryContaining("glob:**vpnledger.prom");
      try (var all = Files.list(folder)) {
        assertThat(all).hasSize(1);
      }
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void a_textfile_whose_folder_is_missing_is_told() {
    Path file = folder.resolve("none/vpnledger.prom");
    try (Textfile textfile = new Textfile(file)) {
      assertThatThrownBy(() -> textfile.send(Gateways.usual()))
          .hasMessage(file + ": its folder does not exist: make it");
    }
  }
}
