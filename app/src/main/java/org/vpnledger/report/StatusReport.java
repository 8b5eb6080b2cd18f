package org.vpnledger.report;

import static org.vpnledger.report.Column.Kind.BYTES;
import static org.vpnledger.report.Column.Kind.FLAG;
import static org.vpnledger.report.Column.Kind.NUMBER;
import static org.vpnledger.report.Column.Kind.RATE;
import static org.vpnledger.report.Column.Kind.SECONDS;
import static org.vpnledger.report.Column.Kind.TEXT;
import static org.vpnledger.report.Column.Kind.TIME;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.Session;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.TunnelRow;
import org.vpnledger.vpn.LinkTroubles;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/** Who is online now, since when, from where. */
public final class StatusReport {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("name", "NAME", TEXT),
          Column.of("tunnel", "TUNNEL", TEXT).leftOut(3),
          Column.of("online", "ONLINE", FLAG),
          Column.of("session_start", "SINCE", TIME),
          Column.of("endpoint", "FROM", TEXT),
          Column.of("rx_bytes_per_second", "RECEIVING", RATE),
          Column.of("tx_bytes_per_second", "SENDING", RATE),
          Column.of("rx_bytes", "RECEIVED", BYTES).leftOut(5),
          Column.of("tx_bytes", "SENT", BYTES).leftOut(4),
          Column.of("keepalive_seconds", "KEEPALIVE", SECONDS).leftOut(2),
          Column.of("listen_port", "PORT", NUMBER).leftOut(1),
          Column.hidden("gateway", TEXT),
          Column.hidden("source", TEXT),
          Column.hidden("peer", TEXT),
          Column.hidden("last_handshake", TIME),
          Column.hidden("last_activity", TIME),
          Column.hidden("allowed_ips", TEXT),
          Column.hidden("session_rx_bytes", BYTES),
          Column.hidden("session_tx_bytes", BYTES),
          Column.hidden("as_of", TIME),
          Column.hidden("handshakes_noticed_by", TEXT),
          Column.hidden("tunnel_rx_errors", NUMBER),
          Column.hidden("tunnel_tx_errors", NUMBER),
          Column.hidden("tunnel_rx_dropped", NUMBER),
          Column.hidden("tunnel_tx_dropped", NUMBER));

  private StatusReport() {}

  /**
   * Every peer that its tunnel has, online ones first.
   *
   * @param running whether a daemon is watching: nobody is online for sure when none is
   * @param now whose zone times are shown in
   * @param onlyOnline leaves out the others (when none is watching: those offline when last seen)
   */
  public static Sheet of(
      LedgerReader reader, Directory peers, boolean running, boolean onlyOnline, Instant now) {
    List<PeerRow> shown = new ArrayList<>();
    for (PeerRow peer : peers.all()) {
      PeerState state = peer.state();
      if (state != null && state.listed() && (!onlyOnline || state.liveness().online())) {
        shown.add(peer);
      }
    }
    shown.sort(Comparator.comparing((PeerRow peer) -> !isOnline(peer)));
    Map<TunnelId, TunnelRow> tunnels =
        reader.tunnels().stream().collect(Collectors.toMap(TunnelRow::tunnel, tunnel -> tunnel));
    Places places = Places.of(reader);
    return new Sheet(
        places.columns(COLUMNS),
        shown.stream()
            .map(peer ->
                places.at(
                    peer.state() == null ? null : peer.state().endpoint(),
                    row(reader.gatewayName(), peer, tunnels.get(peer.tunnel()), running)))
            .toList(),
        reader.calendar().zoneAt(now));
  }

  /** Whether it was online when it was last seen. */
  public static boolean isOnline(PeerRow peer) {
    PeerState state = peer.state();
    return state != null && state.listed() && state.liveness().online();
  }

  private static List<@Nullable Object> row(
      String gateway, PeerRow peer, @Nullable TunnelRow tunnel, boolean running) {
    PeerState state = peer.state();
    if (state == null) {
      throw new IllegalArgumentException("a peer that was never read");
    }
    LinkTroubles troubles = tunnel == null ? null : tunnel.troubles();
    Session session = state.session() != null && state.session().isOpen() ? state.session() : null;
    return Arrays.asList(
        Directory.nameOf(peer),
        peer.tunnel().interfaceName(),
        running ? state.liveness().online() : null,
        session == null ? null : session.start(),
        state.endpoint() == null ? null : state.endpoint().toString(),
        running ? state.rxRate() : null,
        running ? state.txRate() : null,
        state.seen().rxBytes(),
        state.seen().txBytes(),
        state.keepaliveSeconds() == 0 ? null : Long.valueOf(state.keepaliveSeconds()),
        hasPort(tunnel) ? Long.valueOf(peer.listenPort()) : null,
        gateway,
        peer.tunnel().source(),
        peer.key().text(),
        state.liveness().handshake(),
        state.liveness().lastActivity(),
        String.join(",", state.allowedIps()),
        session == null ? null : session.moved().rxBytes(),
        session == null ? null : session.moved().txBytes(),
        peer.asOf(),
        !running || tunnel == null ? null : tunnel.noticing().label(),
        troubles == null ? null : Long.valueOf(troubles.rxErrors()),
        troubles == null ? null : Long.valueOf(troubles.txErrors()),
        troubles == null ? null : Long.valueOf(troubles.rxDropped()),
        troubles == null ? null : Long.valueOf(troubles.txDropped()));
  }

  /** No source tells where a server of OpenVPN listens. */
  private static boolean hasPort(@Nullable TunnelRow tunnel) {
    return tunnel == null || tunnel.protocol() == Protocol.WIREGUARD;
  }
}
