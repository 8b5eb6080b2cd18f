package org.vpnledger.metrics;

import static org.vpnledger.metrics.Family.counter;
import static org.vpnledger.metrics.Family.gauge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.Session;
import org.vpnledger.live.Snapshot;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** The own family's series of each peer. */
final class OwnPeers {
  private static final Family RECEIVED =
      counter(
          "vpnledger_peer_received_bytes_total",
          "Bytes that the server received from the peer, in the ledger's whole life.");
  private static final Family SENT =
      counter(
          "vpnledger_peer_sent_bytes_total",
          "Bytes that the server sent to the peer, in the ledger's whole life.");
  private static final Family MONTH =
      gauge(
          "vpnledger_peer_month_bytes",
          "Bytes that the peer moved in both directions in this calendar month.");
  private static final Family ONLINE =
      gauge("vpnledger_peer_online", "Whether the peer is online (1) or not (0).");
  private static final Family HANDSHAKE =
      gauge(
          "vpnledger_peer_last_handshake_timestamp_seconds", "When the peer's last handshake was.");
  private static final Family SESSION =
      gauge("vpnledger_peer_session_start_timestamp_seconds", "When the peer's session began.");
  private static final Family SESSIONS =
      counter("vpnledger_peer_sessions_total", "Sessions of the peer in the ledger's whole life.");
  private static final Family ROAMS =
      counter(
          "vpnledger_peer_roams_total", "Changes of the peer's endpoint since the daemon began.");

  private static final int SERIES = 8;

  private final PeerLabels labels = new PeerLabels(this::label, false);
  private String gateway = "";
  private int cut;

  /** How many peers the last page had no room for. */
  int cut() {
    return cut;
  }

  private Labels label(
      TunnelView tunnel, PeerState peer, @Nullable String name, Map<String, String> more) {
    return Labels.of(
        "gateway",
        gateway,
        "name",
        name == null ? peer.key().abbreviated() : name,
        "peer",
        peer.key().text(),
        "tunnel",
        tunnel.label());
  }

  void write(View view, Samples out) {
    Snapshot snapshot = view.snapshot();
    gateway = snapshot.gateway().name();
    PeerLabels.Selection selection = labels.select(view, view.tunnels(), peer -> SERIES);
    cut = selection.cut();
    List<Row> rows = selection.rows();
    Instant began = snapshot.gateway().ledgerBegan();
    out.family(RECEIVED);
    for (Row row : rows) {
      Amount open = row.peer().sums().month();
      out.sample(row.labels(), closed(snapshot, row).rxBytes() + open.rxBytes(), began);
    }
    out.family(SENT);
    for (Row row : rows) {
      Amount open = row.peer().sums().month();
      out.sample(row.labels(), closed(snapshot, row).txBytes() + open.txBytes(), began);
    }
    out.family(MONTH);
    for (Row row : rows) {
      Amount month = row.peer().sums().month();
      out.sample(row.labels(), month.rxBytes() + month.txBytes());
    }
    out.family(ONLINE);
    for (Row row : rows) {
      if (row.tunnel().current()) {
        out.sample(row.labels(), row.peer().liveness().online() ? 1 : 0);
      }
    }
    out.family(HANDSHAKE);
    for (Row row : rows) {
      if (row.peer().liveness().handshake() != null) {
        out.sample(row.labels(), MindFlavor.handshake(row.peer()));
      }
    }
    out.family(SESSION);
    for (Row row : rows) {
      Session session = row.peer().session();
      if (session != null && session.isOpen()) {
        out.sample(row.labels(), session.start().toEpochMilli() / 1000.0);
      }
    }
    out.family(SESSIONS);
    for (Row row : rows) {
      Session session = row.peer().session();
      out.sample(row.labels(), session == null ? 0 : session.number(), began);
    }
    roams(snapshot, rows, out);
  }

  private static void roams(Snapshot snapshot, List<Row> rows, Samples out) {
    Instant began = snapshot.began().wall();
    Map<TunnelId, Map<PeerKey, Long>> roams = snapshot.happenings().roams();
    out.family(ROAMS);
    for (Row row : rows) {
      long count =
          roams
              .getOrDefault(row.tunnel().state().id(), Map.of())
              .getOrDefault(row.peer().key(), 0L);
      out.sample(row.labels(), count, began);
    }
  }

  private static Amount closed(Snapshot snapshot, Row row) {
    return snapshot.totals().of(row.tunnel().state().id(), row.peer().key());
  }
}
