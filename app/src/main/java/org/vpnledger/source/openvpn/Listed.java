package org.vpnledger.source.openvpn;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.OpenVpnStatus;

/**
 * Who was connected at the last look, and what each connection was counted to have moved since. A
 * server does not tell a listener of an end: it is seen by who is not listed any more.
 */
final class Listed {
  private final Map<Long, OpenVpnClient> clients = new HashMap<>();
  private final Map<Long, ManagementSession.Count> counts = new HashMap<>();
  private Instant at = Instant.EPOCH;

  /** Somebody's connection was counted; of who is not listed yet the next look tells. */
  void note(long clientId, ManagementSession.Count count) {
    if (clients.containsKey(clientId)) {
      counts.put(clientId, count);
    }
  }

  /** The ends of those that this status does not show any more; it is the last one from now on. */
  List<Observation.End> replacedBy(OpenVpnStatus status, Moment now) {
    Map<Long, OpenVpnClient> shown = new HashMap<>();
    for (OpenVpnClient client : status.clients()) {
      Long id = client.clientId();
      if (id != null && client.authenticated()) {
        shown.put(id, client);
      }
    }
    List<Observation.End> ends = new ArrayList<>();
    clients.forEach((id, client) -> {
      OpenVpnClient there = shown.get(id);
      if (there == null || !there.connectedSince().equals(client.connectedSince())) {
        ends.add(end(client, counts.get(id)));
      }
    });
    clients.clear();
    clients.putAll(shown);
    counts.clear(); // the status is newer
    at = now.wall();
    return ends;
  }

  /** The ends of all: the server is gone. */
  List<Observation.End> gone() {
    List<Observation.End> ends = new ArrayList<>();
    clients.forEach((id, client) -> ends.add(end(client, counts.get(id))));
    clients.clear();
    counts.clear();
    return ends;
  }

  /** It ended when it was last heard of, or later. */
  private Observation.End end(OpenVpnClient client, ManagementSession.@Nullable Count count) {
    boolean newer = count != null && !count.counters().isBelow(client.counters());
    Instant last = count != null && count.at().isAfter(at) ? count.at() : at;
    return new Observation.End(
        ClientName.of(client.commonName(), client.username()),
        client.endpoint(),
        client.connectedSince(),
        last.isBefore(client.connectedSince()) ? client.connectedSince() : last,
        count != null && newer ? count.counters() : client.counters());
  }
}
