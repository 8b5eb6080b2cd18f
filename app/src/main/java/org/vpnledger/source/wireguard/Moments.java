package org.vpnledger.source.wireguard;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.TunnelId;

/**
 * How the sources of one daemon notice handshakes between reads, and which tunnel an interface is:
 * the kernel tells of all interfaces on the machine in one place. For any thread.
 */
public final class Moments {
  private record Where(long namespace, int index) {}

  /** What is known of a tunnel of the kernel's. */
  private record Known(TunnelId tunnel, String kind) {}

  private final Noticing best;
  private final Map<Where, Known> tunnels = new ConcurrentHashMap<>();
  private final Set<String> probed = ConcurrentHashMap.newKeySet();

  /**
   * With nothing known yet.
   *
   * @param best what may be used at most; where the machine does not allow it, less is
   */
  public Moments(Noticing best) {
    this.best = best;
  }

  boolean mayProbe() {
    return best == Noticing.KPROBE;
  }

  boolean mayListen() {
    return best != Noticing.POLLS;
  }

  /** Notes a tunnel that a source reads; of two sources of one interface the first one has it. */
  void note(long namespace, int index, TunnelId tunnel, String kind) {
    tunnels.putIfAbsent(new Where(namespace, index), new Known(tunnel, kind));
  }

  /** Forgets one that has gone. */
  void forget(TunnelId tunnel) {
    tunnels.values().removeIf(known -> known.tunnel.equals(tunnel));
  }

  /** Whose interface that is, absent if nobody's. */
  @Nullable TunnelId tunnel(long namespace, int index) {
    Known known = tunnels.get(new Where(namespace, index));
    return known == null ? null : known.tunnel;
  }

  /** All that interfaces of that name and kind may be, in whatever namespace; in order. */
  List<TunnelId> tunnels(String interfaceName, String kind) {
    return tunnels.values().stream()
        .filter(known -> known.kind.equals(kind))
        .map(Known::tunnel)
        .filter(tunnel -> tunnel.interfaceName().equals(interfaceName))
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether there is an interface of that kind. */
  boolean isAnyOf(String kind) {
    return tunnels.values().stream().anyMatch(known -> known.kind.equals(kind));
  }

  void probed(String kind, boolean works) {
    if (works) {
      probed.add(kind);
    } else {
      probed.remove(kind);
    }
  }

  /** Whether the kernel tells of each handshake on interfaces of that kind. */
  boolean isProbed(String kind) {
    return probed.contains(kind);
  }
}
