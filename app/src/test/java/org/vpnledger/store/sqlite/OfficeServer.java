package org.vpnledger.store.sqlite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/** What an OpenVPN server shows at one moment. */
final class OfficeServer {
  static final TunnelId OFFICE = new TunnelId("office", "office");

  private final Instant at;
  private final List<Connection> connections = new ArrayList<>();

  OfficeServer(Instant at) {
    this.at = at;
  }

  OfficeServer with(String name, String endpoint, Instant since, long rx, long tx) {
    connections.add(
        new Connection(
            new PeerKey(name),
            new Epoch("openvpn-id", since.getEpochSecond() + "/" + name),
            new Counters(rx, tx),
            new Presence.ConnectedSince(since),
            Endpoint.parse(endpoint),
            List.of("10.8.0.2/32"),
            0));
    return this;
  }

  Observation.Read read() {
    return new Observation.Read(OFFICE, moment(at), Device.OPENVPN, connections);
  }

  static Moment moment(Instant at) {
    return new Moment(at, at.getEpochSecond() * 1_000_000_000L, "boot");
  }
}
