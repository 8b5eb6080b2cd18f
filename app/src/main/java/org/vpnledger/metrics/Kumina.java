package org.vpnledger.metrics;

import static org.vpnledger.metrics.Family.counter;
import static org.vpnledger.metrics.Family.gauge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.vpnledger.live.OpenVpnServer;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.OpenVpnRoute;
import org.vpnledger.vpn.OpenVpnStatus;

/**
 * kumina's openvpn_exporter: names and labels as in its source, {@code
 * exporters/openvpn_exporter.go}, sorted as its library sorts them. Unlike it, this one sums
 * connections of the same labels instead of dropping all but the first.
 */
final class Kumina implements Dialect {
  private static final Family RECEIVED =
      counter(
          "openvpn_server_client_received_bytes_total",
          "Amount of data received over a connection on the VPN server, in bytes.");
  private static final Family SENT =
      counter(
          "openvpn_server_client_sent_bytes_total",
          "Amount of data sent over a connection on the VPN server, in bytes.");
  private static final Family CLIENTS =
      gauge("openvpn_server_connected_clients", "Number Of Connected Clients");
  private static final Family ROUTE =
      gauge(
          "openvpn_server_route_last_reference_time_seconds",
          "Time at which a route was last referenced, in seconds.");
  private static final Family UPDATED =
      gauge(
          "openvpn_status_update_time_seconds",
          "UNIX timestamp at which the OpenVPN statistics were updated.");
  private static final Family UP =
      gauge("openvpn_up", "Whether scraping OpenVPN's metrics was successful.");

  private static final int SERIES = 3;

  private final boolean lowCardinality;
  private int cut;

  /**
   * The dialect.
   *
   * @param lowCardinality whether clients and routes are labelled by their common name only
   */
  Kumina(boolean lowCardinality) {
    this.lowCardinality = lowCardinality;
  }

  @Override
  public String name() {
    return "kumina";
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
    servers.forEach(server -> clients(server, client -> client.counters().rxBytes(), out));
    out.family(SENT);
    servers.forEach(server -> clients(server, client -> client.counters().txBytes(), out));
    out.family(CLIENTS);
    for (OpenVpnServer server : servers) {
      Integer connected = shown.connected(server);
      if (connected != null) {
        out.sample(of(server), connected);
      }
    }
    out.family(ROUTE);
    servers.forEach(server -> routes(server, out));
    out.family(UPDATED);
    for (OpenVpnServer server : servers) {
      OpenVpnStatus status = server.status();
      if (status != null) {
        out.sample(of(server), status.updated().getEpochSecond());
      }
    }
    out.family(UP);
    servers.forEach(server -> out.sample(of(server), server.status() == null ? 0 : 1));
  }

  private static Labels of(OpenVpnServer server) {
    return Labels.of("status_path", server.where());
  }

  private void clients(OpenVpnServer server, ToLongFunction<OpenVpnClient> value, Samples out) {
    OpenVpnStatus status = server.status();
    if (status == null) {
      return;
    }
    Map<List<String>, Long> sums = new LinkedHashMap<>();
    for (OpenVpnClient client : status.clients()) {
      sums.merge(labels(server, client), value.applyAsLong(client), Long::sum);
    }
    sums.forEach((labels, sum) -> out.sample(Labels.of(labels), sum));
  }

  private List<String> labels(OpenVpnServer server, OpenVpnClient client) {
    String path = server.where();
    if (lowCardinality) {
      return List.of("common_name", client.commonName(), "status_path", path);
    }
    return List.of(
        "common_name",
        client.commonName(),
        "connection_time",
        Long.toString(client.connectedSince().getEpochSecond()),
        "real_address",
        client.realAddress(),
        "status_path",
        path,
        "username",
        client.username() == null ? OpenVpnClient.UNDEFINED : client.username(),
        "virtual_address",
        client.virtualAddress() == null ? "" : client.virtualAddress());
  }

  private void routes(OpenVpnServer server, Samples out) {
    OpenVpnStatus status = server.status();
    if (status == null) {
      return;
    }
    Map<List<String>, Long> latest = new LinkedHashMap<>();
    for (OpenVpnRoute route : status.routes()) {
      latest.merge(labels(server, route), route.lastRef().getEpochSecond(), Math::max);
    }
    latest.forEach((labels, at) -> out.sample(Labels.of(labels), at));
  }

  private List<String> labels(OpenVpnServer server, OpenVpnRoute route) {
    String path = server.where();
    if (lowCardinality) {
      return List.of("common_name", route.commonName(), "status_path", path);
    }
    return List.of(
        "common_name",
        route.commonName(),
        "real_address",
        route.realAddress(),
        "status_path",
        path,
        "virtual_address",
        route.virtualAddress() + (route.cached() ? "C" : "")); // as the file has it
  }
}
