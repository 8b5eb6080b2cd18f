package org.vpnledger.metrics;

import static org.vpnledger.metrics.Family.counter;
import static org.vpnledger.metrics.Family.gauge;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.vpn.Device;

/**
 * mdlayher's wireguard_exporter: names and labels as in its source, {@code collector.go}, sorted as
 * its library sorts them.
 */
final class Mdlayher implements Dialect {
  private static final Family DEVICE = gauge("wireguard_device_info", "Metadata about a device.");
  private static final Family NETWORKS =
      gauge(
          "wireguard_peer_allowed_ips_info",
          "Metadata about each of a peer's allowed IP subnets for a given device.");
  private static final Family PEER =
      gauge(
          "wireguard_peer_info",
          "Metadata about a peer. The public_key label on peer metrics refers to the peer's public"
              + " key; not the device's public key.");
  private static final Family HANDSHAKE =
      gauge(
          "wireguard_peer_last_handshake_seconds",
          "UNIX timestamp for the last handshake with a given peer.");
  private static final Family RECEIVED =
      counter("wireguard_peer_receive_bytes_total", "Number of bytes received from a given peer.");
  private static final Family SENT =
      counter(
          "wireguard_peer_transmit_bytes_total", "Number of bytes transmitted to a given peer.");

  private final PeerLabels peers =
      new PeerLabels(
          (tunnel, peer, _, _) ->
              Labels.of("device", tunnel.label(), "public_key", peer.key().text()),
          false);
  private final PeerLabels described = new PeerLabels(Mdlayher::described, true);
  private int cut;

  @Override
  public String name() {
    return "mdlayher";
  }

  @Override
  public int cut() {
    return cut;
  }

  @Override
  public void write(View view, Samples out) {
    List<TunnelView> tunnels = view.current();
    PeerLabels.Selection selection =
        peers.select(view, tunnels, peer -> 4L + peer.allowedIps().size());
    cut = selection.cut();
    List<Row> rows = selection.rows();
    out.family(DEVICE);
    for (TunnelView tunnel : tunnels) {
      Device device = tunnel.state().device();
      String key = device == null || device.publicKey() == null ? "" : device.publicKey();
      out.sample(Labels.of("device", tunnel.label(), "public_key", key), 1);
    }
    out.family(NETWORKS);
    rows.forEach(row -> row.peer().allowedIps().forEach(net -> out.sample(network(row, net), 1)));
    out.family(PEER);
    described
        .select(view, tunnels, peer -> 4L + peer.allowedIps().size())
        .rows()
        .forEach(row -> out.sample(row.labels(), 1));
    out.family(HANDSHAKE);
    rows.forEach(row -> out.sample(row.labels(), MindFlavor.handshake(row.peer())));
    out.family(RECEIVED);
    rows.forEach(row -> out.sample(row.labels(), row.peer().seen().rxBytes()));
    out.family(SENT);
    rows.forEach(row -> out.sample(row.labels(), row.peer().seen().txBytes()));
  }

  private static Labels network(Row row, String network) {
    return Labels.of(
        "allowed_ips",
        network,
        "device",
        row.tunnel().label(),
        "family",
        network.indexOf(':') >= 0 ? "IPv6" : "IPv4",
        "public_key",
        row.peer().key().text());
  }

  private static Labels described(
      TunnelView tunnel, PeerState peer, @Nullable String name, Map<String, String> more) {
    return Labels.of(
        "device",
        tunnel.label(),
        "endpoint",
        peer.endpoint() == null ? "" : peer.endpoint().toString(),
        "name",
        name == null ? "" : name,
        "public_key",
        peer.key().text());
  }
}
