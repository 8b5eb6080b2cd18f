package org.vpnledger.metrics;

import static org.vpnledger.metrics.Family.counter;
import static org.vpnledger.metrics.Family.gauge;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vpnledger.ledger.PeerState;

/**
 * The custom exporter of the guide "How to Monitor WireGuard Connections": the first 16 characters
 * of a key, connected within 180 s of a handshake, an age of -1 for never. Unlike it, this one has
 * the counters that it declares, and reads all interfaces.
 */
final class Guide implements Dialect {
  private static final Family CONNECTED =
      gauge("wireguard_peer_connected", "Whether peer has recent handshake (1=yes, 0=no)");
  private static final Family AGE =
      gauge("wireguard_handshake_age_seconds", "Seconds since last handshake");
  private static final Family RECEIVED =
      counter("wireguard_bytes_received_total", "Total bytes received from peer");
  private static final Family SENT =
      counter("wireguard_bytes_sent_total", "Total bytes sent to peer");

  private static final int SHOWN = 16;
  private static final int SERIES = 4;
  private static final long CONNECTED_SECONDS = 180;

  private final PeerLabels labels =
      new PeerLabels(
          (tunnel, peer, _, _) ->
              Labels.of(
                  "allowed_ips",
                  MindFlavor.networks(peer),
                  "interface",
                  tunnel.label(),
                  "peer",
                  shortKey(peer.key().text())),
          false);
  private int cut;

  /** The first characters of a key, as the guide's scripts show it. */
  static String shortKey(String key) {
    return key.substring(0, Math.min(SHOWN, key.length())) + "...";
  }

  @Override
  public String name() {
    return "guide";
  }

  @Override
  public int cut() {
    return cut;
  }

  @Override
  public void write(View view, Samples out) {
    PeerLabels.Selection selection = labels.select(view, view.current(), peer -> SERIES);
    cut = selection.cut();
    Set<String> seen = new HashSet<>();
    // Keys may begin alike: a label twice would cost Prometheus the page.
    List<Row> rows =
        selection.rows().stream().filter(row -> seen.add(row.labels().toString())).toList();
    out.family(CONNECTED);
    rows.forEach(row -> {
      long age = age(row.peer(), view);
      out.sample(row.labels(), age >= 0 && age < CONNECTED_SECONDS ? 1 : 0);
    });
    out.family(AGE);
    rows.forEach(row -> out.sample(row.labels(), age(row.peer(), view)));
    out.family(RECEIVED);
    rows.forEach(row -> out.sample(row.labels(), row.peer().seen().rxBytes()));
    out.family(SENT);
    rows.forEach(row -> out.sample(row.labels(), row.peer().seen().txBytes()));
  }

  /** Seconds, -1 for never; a handshake in the future is one of now. */
  private static long age(PeerState peer, View view) {
    Instant handshake = peer.liveness().handshake();
    return handshake == null
        ? -1
        : Math.max(0, Duration.between(handshake, view.now().wall()).toSeconds());
  }
}
