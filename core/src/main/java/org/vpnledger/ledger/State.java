package org.vpnledger.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.TunnelId;

/**
 * All that the ledger remembers. Immutable: a state whose entries could not be committed is simply
 * not adopted.
 */
public record State(Map<TunnelId, TunnelState> tunnels) {
  /** A ledger that has seen nothing. */
  public static final State EMPTY = new State(Map.of());

  public State {
    tunnels = Map.copyOf(tunnels);
  }

  /** A ledger with these tunnels. */
  public static State of(Collection<TunnelState> tunnels) {
    Map<TunnelId, TunnelState> byId = new HashMap<>();
    tunnels.forEach(tunnel -> byId.put(tunnel.id(), tunnel));
    return new State(byId);
  }

  /** The tunnel, or a new one. */
  public TunnelState tunnel(TunnelId id) {
    TunnelState known = tunnels.get(id);
    return known == null ? TunnelState.unread(id) : known;
  }

  State with(TunnelState tunnel) {
    Map<TunnelId, TunnelState> next = new HashMap<>(tunnels);
    next.put(tunnel.id(), tunnel);
    return new State(next);
  }

  /** The latest read of any tunnel by the monotonic clock that {@code now} is on. */
  @Nullable Moment latestRead(Moment now) {
    Moment latest = null;
    for (TunnelState tunnel : tunnels.values()) {
      Moment read = tunnel.lastRead();
      if (read != null
          && read.clock().equals(now.clock())
          && (latest == null || read.monotonicNanos() > latest.monotonicNanos())) {
        latest = read;
      }
    }
    return latest;
  }
}
