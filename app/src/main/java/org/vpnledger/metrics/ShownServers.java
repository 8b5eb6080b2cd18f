package org.vpnledger.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.live.OpenVpnServer;
import org.vpnledger.vpn.OpenVpnStatus;

/**
 * OpenVPN servers with as many clients and routes as there is room for.
 *
 * @param servers one for each status file; one that cannot be read has no status
 * @param connected how many clients a server has by its file, those left out too
 * @param cut clients that are left out
 */
record ShownServers(List<OpenVpnServer> servers, Map<String, Integer> connected, int cut) {
  ShownServers {
    servers = List.copyOf(servers);
    connected = Map.copyOf(connected);
  }

  /**
   * Those of the view.
   *
   * @param series how many a client has, or a route, whichever is more
   */
  static ShownServers of(View view, int series) {
    List<OpenVpnServer> shown = new ArrayList<>();
    int room = view.maxSeries() / series;
    int cut = 0;
    Set<String> files = new HashSet<>();
    Map<String, Integer> connected = new HashMap<>();
    for (OpenVpnServer server : view.snapshot().openVpn()) {
      if (!files.add(server.where())) {
        continue; // two sources of one file: what it shows is shown once
      }
      OpenVpnStatus status = isUp(view, server) ? server.status() : null;
      if (status == null) {
        shown.add(new OpenVpnServer(server.name(), server.where(), null, server.failures()));
        continue;
      }
      connected.put(server.where(), status.clients().size());
      int clients = Math.min(room, status.clients().size());
      cut += status.clients().size() - clients;
      room -= clients;
      int routes = Math.min(view.maxSeries() / series, status.routes().size());
      OpenVpnStatus within =
          new OpenVpnStatus(
              status.title(),
              status.updated(),
              status.clients().subList(0, clients),
              status.routes().subList(0, routes),
              status.maxBcastMcastQueueLength(),
              status.dcoEnabled());
      shown.add(new OpenVpnServer(server.name(), server.where(), within, server.failures()));
    }
    return new ShownServers(shown, connected, cut);
  }

  /** How many clients a server has; absent of one that cannot be read. */
  @Nullable Integer connected(OpenVpnServer server) {
    return connected.get(server.where());
  }

  /** A file that nobody looks at any more shows nothing of now. */
  private static boolean isUp(View view, OpenVpnServer server) {
    return view.snapshot().sources().stream()
        .filter(source -> source.name().equals(server.name()))
        .allMatch(view::isUp);
  }
}
