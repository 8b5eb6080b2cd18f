package org.vpnledger.metrics;

import static org.vpnledger.metrics.Family.counter;
import static org.vpnledger.metrics.Family.gauge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.vpn.Endpoint;

/**
 * MindFlavor's prometheus_wireguard_exporter, version 3.6: names, labels and their order as in its
 * source, {@code src/wireguard.rs}. Unlike it, this one survives a peer without networks and a
 * handshake in the future.
 */
final class MindFlavor implements Dialect {
  private static final Family SENT =
      counter("wireguard_sent_bytes_total", "Bytes sent to the peer");
  private static final Family RECEIVED =
      counter("wireguard_received_bytes_total", "Bytes received from the peer");
  private static final Family HANDSHAKE =
      gauge("wireguard_latest_handshake_seconds", "UNIX timestamp seconds of the last handshake");
  private static final Family DELAY =
      gauge("wireguard_latest_handshake_delay_seconds", "Seconds from the last handshake");

  private static final Set<String> TAKEN =
      Set.of("interface", "public_key", "allowed_ips", "friendly_name", "remote_ip", "remote_port");

  private final MindFlavorOptions options;
  private final PeerLabels labels;
  private int cut;

  MindFlavor(MindFlavorOptions options) {
    this.options = options;
    this.labels = new PeerLabels(this::label, options.remoteIpAndPort());
  }

  @Override
  public String name() {
    return "mindflavor";
  }

  @Override
  public int cut() {
    return cut;
  }

  @Override
  public void write(View view, Samples out) {
    int each = options.handshakeDelay() ? 4 : 3;
    PeerLabels.Selection selection = labels.select(view, view.current(), peer -> each);
    cut = selection.cut();
    List<Row> rows = selection.rows();
    out.family(SENT);
    rows.forEach(row -> out.sample(row.labels(), row.peer().seen().txBytes()));
    out.family(RECEIVED);
    rows.forEach(row -> out.sample(row.labels(), row.peer().seen().rxBytes()));
    out.family(HANDSHAKE);
    rows.forEach(row -> out.sample(row.labels(), handshake(row.peer())));
    if (options.handshakeDelay()) {
      out.family(DELAY);
      rows.forEach(row ->
          out.sample(row.labels(), Math.max(0, view.epochSeconds() - handshake(row.peer()))));
    }
  }

  /** 0 for never, as in the originals. */
  static long handshake(PeerState peer) {
    Instant handshake = peer.liveness().handshake();
    return handshake == null ? 0 : handshake.getEpochSecond();
  }

  /** {@code (none)} for no network, as {@code wg show} prints it. */
  static String networks(PeerState peer) {
    return peer.allowedIps().isEmpty() ? "(none)" : String.join(",", peer.allowedIps());
  }

  private Labels label(
      TunnelView tunnel, PeerState peer, @Nullable String name, Map<String, String> more) {
    List<String> all = new ArrayList<>();
    add(all, "interface", tunnel.label());
    add(all, "public_key", peer.key().text());
    if (!options.separateAllowedIps()) {
      add(all, "allowed_ips", networks(peer));
    }
    if (options.friendlyNames() && more.isEmpty() && name != null) {
      add(all, "friendly_name", name);
    }
    Endpoint endpoint = options.remoteIpAndPort() ? peer.endpoint() : null;
    if (endpoint != null) {
      add(all, "remote_ip", withoutZone(endpoint.host()));
    }
    if (options.separateAllowedIps()) {
      addSeparately(all, peer.allowedIps());
    }
    if (options.friendlyNames()) {
      new TreeMap<>(more)
          .forEach((label, value) -> {
            if (!TAKEN.contains(label) && !label.startsWith("allowed_")) {
              add(all, label, value);
            }
          });
    }
    if (endpoint != null) {
      add(all, "remote_port", Integer.toString(endpoint.port()));
    }
    return Labels.of(all);
  }

  private static void addSeparately(List<String> all, List<String> networks) {
    for (int i = 0; i < networks.size(); i++) {
      String network = networks.get(i);
      int slash = network.indexOf('/');
      add(all, "allowed_ip_" + i, slash < 0 ? network : network.substring(0, slash));
      add(all, "allowed_subnet_" + i, slash < 0 ? "" : network.substring(slash + 1));
    }
  }

  private static String withoutZone(String host) {
    int zone = host.indexOf('%');
    return zone < 0 ? host : host.substring(0, zone);
  }

  private static void add(List<String> all, String label, String value) {
    all.add(label);
    all.add(value);
  }
}
