package org.vpnledger.metrics;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Endpoint;

/** How many of a tunnel's peers are online from which country. */
final class OnlineCountries {
  private static final String UNKNOWN = "unknown";

  private OnlineCountries() {}

  /** By code, those whose country is not known as {@code unknown}. */
  static SortedMap<String, Long> of(TunnelView tunnel, Map<String, String> countries) {
    SortedMap<String, Long> peers = new TreeMap<>();
    for (PeerState peer : tunnel.state().peers().values()) {
      if (tunnel.current() && peer.listed() && peer.liveness().online()) {
        peers.merge(countries.getOrDefault(address(peer.endpoint()), UNKNOWN), 1L, Long::sum);
      }
    }
    return peers;
  }

  private static String address(@Nullable Endpoint endpoint) {
    Address address = endpoint == null ? null : Address.parse(endpoint.host());
    return address == null ? "" : address.toString();
  }
}
