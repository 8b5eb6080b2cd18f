package org.vpnledger.source.openvpn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Network;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.OpenVpnRoute;
import org.vpnledger.vpn.OpenVpnStatus;
import org.vpnledger.vpn.Presence;

/** What a server's status means for the ledger: who is connected, by which connections. */
final class Connections {
  private final Map<String, List<String>> routes = new HashMap<>();

  private Connections(OpenVpnStatus status) {
    for (OpenVpnRoute route : status.routes()) {
      if (!route.cached()) {
        routes
            .computeIfAbsent(route.commonName() + ' ' + route.realAddress(), _ -> new ArrayList<>())
            .add(route.virtualAddress());
      }
    }
  }

  /** Those that the server has let in. */
  static List<Connection> of(OpenVpnStatus status) {
    Connections connections = new Connections(status);
    return status.clients().stream()
        .filter(OpenVpnClient::authenticated)
        .map(connections::connection)
        .toList();
  }

  private Connection connection(OpenVpnClient client) {
    return new Connection(
        ClientName.of(client.commonName(), client.username()),
        epoch(client),
        client.counters(),
        new Presence.ConnectedSince(client.connectedSince()),
        client.endpoint(),
        networks(client),
        0);
  }

  /**
   * The life of a connection's counter: its beginning, and the server's number for it, or its
   * address where the server gives none.
   */
  private static Epoch epoch(OpenVpnClient client) {
    long since = client.connectedSince().getEpochSecond();
    Long id = client.clientId();
    return id == null
        ? new Epoch(Epoch.BY_ADDRESS, since + "/" + client.realAddress())
        : new Epoch("openvpn-id", since + "/" + id);
  }

  /** Its addresses inside the tunnel, and the networks behind it. */
  private List<String> networks(OpenVpnClient client) {
    List<String> networks = new ArrayList<>();
    add(client.virtualAddress(), networks);
    add(client.virtualIpv6Address(), networks);
    routes
        .getOrDefault(client.commonName() + ' ' + client.realAddress(), List.of())
        .forEach(route -> add(route, networks));
    return networks;
  }

  private static void add(@Nullable String address, List<String> networks) {
    if (address == null || address.isEmpty()) {
      return;
    }
    boolean whole = address.indexOf('/') >= 0;
    String network = whole ? address : address + (address.indexOf(':') >= 0 ? "/128" : "/32");
    if (Network.parse(network) != null && !networks.contains(network)) {
      networks.add(network);
    }
  }
}
