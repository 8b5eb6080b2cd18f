package org.vpnledger.daemon;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.live.FlowWork;
import org.vpnledger.vpn.TunnelId;

/** How the flow log is doing: written by its thread, read by those who tell of it. */
final class FlowBoard {
  private final Map<TunnelId, Long> drops = new ConcurrentHashMap<>();
  private volatile @Nullable FlowWork work;

  /** The latest, absent where there is no flow log. */
  @Nullable FlowWork work() {
    return work;
  }

  /** Packets of tunnels that passed and were not seen, since the daemon began. */
  Map<TunnelId, Long> drops() {
    return Map.copyOf(drops);
  }

  void show(FlowWork now) {
    work = now;
  }

  void showDrops(TunnelId tunnel, long packets) {
    drops.put(tunnel, packets);
  }
}
