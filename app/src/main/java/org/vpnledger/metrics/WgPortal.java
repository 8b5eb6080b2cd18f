package org.vpnledger.metrics;

import static org.vpnledger.metrics.Family.gauge;

import java.util.List;
import org.vpnledger.ledger.PeerState;

/**
 * wg-portal: names and labels as in its source, {@code internal/adapters/metrics.go}, sorted as its
 * library sorts them. All are gauges there, those too whose names are a counter's (of which the
 * type is not told then), and a peer that never shook hands has no handshake.
 */
final class WgPortal implements Dialect {
  // The misspelling is wg-portal's.
  private static final Family ALL_RECEIVED =
      gauge("wireguard_interface_received_bytes_total", "Bytes received througth the interface.");
  private static final Family ALL_SENT =
      gauge("wireguard_interface_sent_bytes_total", "Bytes sent through the interface.");
  private static final Family HANDSHAKE =
      gauge(
          "wireguard_peer_last_handshake_seconds",
          "Seconds from the last handshake with the peer.");
  private static final Family RECEIVED =
      gauge("wireguard_peer_received_bytes_total", "Bytes received from the peer.");
  private static final Family SENT =
      gauge("wireguard_peer_sent_bytes_total", "Bytes sent to the peer.");
  private static final Family UP =
      gauge("wireguard_peer_up", "Peer connection state (boolean: 1/0).");

  private static final int SERIES = 4;

  private final PeerLabels labels =
      new PeerLabels(
          (tunnel, peer, name, _) ->
              Labels.of(
                  "addresses",
                  String.join(",", peer.allowedIps()),
                  "id",
                  peer.key().text(),
                  "interface",
                  tunnel.label(),
                  "name",
                  name == null ? "" : name,
                  "user",
                  ""),
          false);
  private int cut;

  @Override
  public String name() {
    return "wgportal";
  }

  @Override
  public int cut() {
    return cut;
  }

  @Override
  public void write(View view, Samples out) {
    List<TunnelView> tunnels = view.current();
    PeerLabels.Selection selection = labels.select(view, tunnels, peer -> SERIES);
    cut = selection.cut();
    List<Row> rows = selection.rows();
    out.family(ALL_RECEIVED);
    tunnels.forEach(
        tunnel -> out.sample(Labels.of("interface", tunnel.label()), sum(tunnel, true)));
    out.family(ALL_SENT);
    tunnels.forEach(
        tunnel -> out.sample(Labels.of("interface", tunnel.label()), sum(tunnel, false)));
    out.family(HANDSHAKE);
    for (Row row : rows) {
      if (row.peer().liveness().handshake() != null) {
        out.sample(row.labels(), MindFlavor.handshake(row.peer()));
      }
    }
    out.family(RECEIVED);
    rows.forEach(row -> out.sample(row.labels(), row.peer().seen().rxBytes()));
    out.family(SENT);
    rows.forEach(row -> out.sample(row.labels(), row.peer().seen().txBytes()));
    out.family(UP);
    rows.forEach(row -> out.sample(row.labels(), row.peer().liveness().online() ? 1 : 0));
  }

  private static long sum(TunnelView tunnel, boolean received) {
    long sum = 0;
    for (PeerState peer : tunnel.state().peers().values()) {
      if (peer.listed()) {
        sum += received ? peer.seen().rxBytes() : peer.seen().txBytes();
      }
    }
    return sum;
  }
}
