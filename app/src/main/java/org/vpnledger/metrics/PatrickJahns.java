package org.vpnledger.metrics;

import static org.vpnledger.metrics.Family.counter;
import static org.vpnledger.metrics.Family.gauge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.vpnledger.live.OpenVpnServer;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.OpenVpnStatus;

/**
 * patrickjahns' openvpn_exporter: names and labels as in its source, {@code pkg/collector}, sorted
 * as its library sorts them. Unlike it, this one sums the connections of one common name, as its
 * users ask for, instead of dropping all but the first; connected since is the first one's.
 */
final class PatrickJahns implements Dialect {
  private static final Family RECEIVED =
      gauge("openvpn_bytes_received", "Amount of data received via the connection");
  private static final Family SENT =
      gauge("openvpn_bytes_sent", "Amount of data sent via the connection");
  private static final Family ERRORS =
      counter("openvpn_collection_error", "Error occurred during collection");
  private static final Family SINCE =
      gauge("openvpn_connected_since", "Unixtimestamp when the connection was established");
  private static final Family CONNECTIONS =
      gauge("openvpn_connections", "Amount of currently connected clients");
  private static final Family UPDATED =
      gauge("openvpn_last_updated", "Unix timestamp when the last time the status was updated");
  private static final Family QUEUE =
      gauge("openvpn_max_bcast_mcast_queue_len", "MaxBcastMcastQueueLen of the server");
  private static final Family INFO =
      gauge(
          "openvpn_server_info",
          "A metric with a constant '1' value labeled by version information");
  private static final Family START =
      gauge("openvpn_start_time", "Unix timestamp of the start time of the exporter");

  private static final int SERIES = 3;

  private int cut;

  @Override
  public String name() {
    return "patrickjahns";
  }

  @Override
  public int cut() {
    return cut;
  }

  @Override
  public boolean showsTunnels() {
    return false;
  }

  @Override
  public void write(View view, Samples out) {
    ShownServers shown = ShownServers.of(view, SERIES);
    cut = shown.cut();
    List<OpenVpnServer> servers = shown.servers();
    out.family(RECEIVED);
    servers.forEach(
        server -> clients(server, client -> client.counters().rxBytes(), Long::sum, out));
    out.family(SENT);
    servers.forEach(
        server -> clients(server, client -> client.counters().txBytes(), Long::sum, out));
    out.family(ERRORS);
    servers.forEach(server -> out.sample(of(server), server.failures()));
    out.family(SINCE);
    servers.forEach(server ->
        clients(server, client -> client.connectedSince().getEpochSecond(), Math::min, out));
    out.family(CONNECTIONS);
    for (OpenVpnServer server : servers) {
      Integer connected = shown.connected(server);
      if (connected != null) {
        out.sample(of(server), connected);
      }
    }
    out.family(UPDATED);
    servers.forEach(server -> one(server, status -> status.updated().getEpochSecond(), out));
    out.family(QUEUE);
    servers.forEach(server -> one(server, PatrickJahns::queue, out));
    out.family(INFO);
    for (OpenVpnServer server : servers) {
      OpenVpnStatus status = server.status();
      if (status != null) {
        out.sample(
            Labels.of(
                "arch",
                known(status.architecture()),
                "server",
                server.name(),
                "version",
                known(status.version())),
            1);
      }
    }
    out.family(START);
    out.sample(Labels.NONE, view.snapshot().began().wall().getEpochSecond());
  }

  private static Labels of(OpenVpnServer server) {
    return Labels.of("server", server.name());
  }

  private static String known(@Nullable String text) {
    return text == null ? "unknown" : text;
  }

  private static @Nullable Long queue(OpenVpnStatus status) {
    Integer length = status.maxBcastMcastQueueLength();
    return length == null ? null : Long.valueOf(length);
  }

  private static void one(
      OpenVpnServer server, Function<OpenVpnStatus, @Nullable Long> value, Samples out) {
    OpenVpnStatus status = server.status();
    Long number = status == null ? null : value.apply(status);
    if (number != null) {
      out.sample(of(server), number);
    }
  }

  /** Who is not let in yet has no name. */
  private static void clients(
      OpenVpnServer server,
      ToLongFunction<OpenVpnClient> value,
      LongBinaryOperator joined,
      Samples out) {
    OpenVpnStatus status = server.status();
    if (status == null) {
      return;
    }
    Map<String, Long> byName = new LinkedHashMap<>();
    for (OpenVpnClient client : status.clients()) {
      if (!client.commonName().equals(OpenVpnClient.UNDEFINED)) {
        byName.merge(client.commonName(), value.applyAsLong(client), joined::applyAsLong);
      }
    }
    byName.forEach((name, number) ->
        out.sample(Labels.of("common_name", name, "server", server.name()), number));
  }
}
