package org.vpnledger.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * The labels that one dialect gives to peers, kept from one page to the next, in the order of keys:
 * of ten thousand peers hardly any changes its name or networks. Used by one thread at a time.
 */
final class PeerLabels {
  /** How a dialect labels a peer. */
  interface Maker {
    /**
     * Gives the labels.
     *
     * @param name absent if it has none
     */
    Labels of(TunnelView tunnel, PeerState peer, @Nullable String name, Map<String, String> more);
  }

  /** What a dialect shows of peers. */
  record Selection(List<Row> rows, int cut) {}

  private static final class Kept {
    final PeerKey peer;
    PeerState state;
    @Nullable String tunnel;
    @Nullable String name;
    @Nullable List<String> networks;
    @Nullable Endpoint endpoint;
    @Nullable Map<String, String> more;
    @Nullable Labels labels;

    Kept(PeerState state) {
      this.peer = state.key();
      this.state = state;
    }

    Kept with(PeerState latest) {
      state = latest;
      return this;
    }
  }

  private static final Kept[] NOBODY = {};

  private final Maker maker;
  private final boolean withEndpoint;
  private final Map<TunnelId, Kept[]> kept = new HashMap<>();

  /**
   * Labels by this maker.
   *
   * @param withEndpoint whether the endpoint is among them
   */
  PeerLabels(Maker maker, boolean withEndpoint) {
    this.maker = maker;
    this.withEndpoint = withEndpoint;
  }

  /**
   * The listed peers of these tunnels, until there would be too many series.
   *
   * @param series how many one peer has
   */
  Selection select(View view, List<TunnelView> tunnels, ToLongFunction<PeerState> series) {
    List<Row> rows = new ArrayList<>();
    long room = view.maxSeries();
    int cut = 0;
    Set<TunnelId> seen = new HashSet<>();
    for (TunnelView tunnel : tunnels) {
      seen.add(tunnel.state().id());
      for (Kept one : listed(tunnel)) {
        PeerState peer = one.state;
        room -= series.applyAsLong(peer);
        if (room < 0) {
          cut++;
        } else {
          rows.add(new Row(tunnel, peer, labels(view, tunnel, peer, one)));
        }
      }
    }
    kept.keySet().retainAll(seen);
    return new Selection(rows, cut);
  }

  private Kept[] listed(TunnelView tunnel) {
    Map<PeerKey, PeerState> peers = tunnel.state().peers();
    Kept[] before = kept.getOrDefault(tunnel.state().id(), NOBODY);
    int listed = 0;
    for (PeerState peer : peers.values()) {
      listed += peer.listed() ? 1 : 0;
    }
    boolean same = before.length == listed;
    for (int i = 0; same && i < before.length; i++) {
      PeerState peer = peers.get(before[i].peer);
      if (peer != null && peer.listed()) {
        before[i].state = peer;
      } else {
        same = false;
      }
    }
    if (same) {
      return before;
    }
    Map<PeerKey, Kept> known = new HashMap<>();
    Arrays.stream(before).forEach(one -> known.put(one.peer, one));
    Kept[] now =
        peers.values().stream()
            .filter(PeerState::listed)
            .map(peer -> known.getOrDefault(peer.key(), new Kept(peer)).with(peer))
            .sorted(Comparator.comparing(one -> one.peer))
            .toArray(Kept[]::new);
    kept.put(tunnel.state().id(), now);
    return now;
  }

  private Labels labels(View view, TunnelView tunnel, PeerState peer, Kept one) {
    String name = tunnel.state().nameOf(peer.key());
    Map<String, String> more = view.snapshot().labels().getOrDefault(peer.key(), Map.of());
    Endpoint endpoint = withEndpoint ? peer.endpoint() : null;
    Labels labels = one.labels;
    if (labels == null
        || !tunnel.label().equals(one.tunnel)
        || !java.util.Objects.equals(name, one.name)
        || !peer.allowedIps().equals(one.networks)
        || !java.util.Objects.equals(endpoint, one.endpoint)
        || !more.equals(one.more)) {
      labels = maker.of(tunnel, peer, name, more);
      one.labels = labels;
      one.tunnel = tunnel.label();
      one.name = name;
      one.networks = peer.allowedIps();
      one.endpoint = endpoint;
      one.more = more;
    }
    return labels;
  }
}
