package org.vpnledger.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.live.Snapshot;
import org.vpnledger.live.SourceState;
import org.vpnledger.vpn.Moment;

/**
 * A snapshot as a dialect looks at it.
 *
 * @param snapshot what is known
 * @param now when it is looked at: ages grow even when nothing new becomes known
 * @param tunnels those that this daemon has read or expects, by interface
 * @param maxSeries how many series one dialect may have
 */
record View(Snapshot snapshot, Moment now, List<TunnelView> tunnels, int maxSeries) {
  View {
    tunnels = List.copyOf(tunnels);
  }

  static View of(Snapshot snapshot, Moment now, int maxSeries) {
    Map<String, Integer> interfaces = new HashMap<>();
    // Those of old as well: a label that changed with another tunnel's life would break series.
    for (TunnelState tunnel : snapshot.state().tunnels().values()) {
      if (tunnel.lastRead() != null) {
        interfaces.merge(tunnel.id().interfaceName(), 1, Integer::sum);
      }
    }
    List<TunnelView> tunnels = new ArrayList<>();
    for (TunnelState tunnel : snapshot.tunnels()) {
      String name = tunnel.id().interfaceName();
      // Two series of the same labels would cost Prometheus both.
      String label = interfaces.getOrDefault(name, 1) > 1 ? tunnel.id().toString() : name;
      tunnels.add(new TunnelView(tunnel, label, snapshot.isCurrent(tunnel, now)));
    }
    return new View(snapshot, now, tunnels, maxSeries);
  }

  /** What exporters of WireGuard without a memory can show: those that are known as of now. */
  List<TunnelView> current() {
    return tunnels.stream().filter(TunnelView::current).filter(TunnelView::isWireGuard).toList();
  }

  boolean isUp(SourceState source) {
    return source.isUp(now, snapshot.overdueAfter());
  }

  /** Whether there is nothing to show, and that is not because there is nothing. */
  boolean isBlind() {
    return current().isEmpty()
        && (!snapshot.ready()
            || snapshot.wireGuardSources().stream().anyMatch(source -> !isUp(source)));
  }

  long epochSeconds() {
    return now.wall().getEpochSecond();
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
