package org.vpnledger.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vpnledger.ledger.State;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/**
 * Finds the tunnels that the ledger remembers as being there and that nobody reads any more: they
 * disappeared while no daemon watched, or their source is not configured any more. A source tells
 * only of those that it saw go.
 */
final class RollCall {
  /** One look may come too early, and a single empty answer is doubted anyway. */
  private static final int ENOUGH_LOOKS = 2;

  private final Set<String> sources;
  private final Map<String, Integer> looks = new HashMap<>();
  private final Set<TunnelId> mentioned = new HashSet<>();

  /** Over the sources of that name. */
  RollCall(Set<String> sources) {
    this.sources = Set.copyOf(sources);
  }

  /** Notes a look that succeeded. */
  void note(String source, List<Observation> observations) {
    looks.merge(source, 1, Integer::sum);
    observations.forEach(observation -> mentioned.add(observation.tunnel()));
  }

  /** Whether there is a tunnel that should be there and was not mentioned. */
  boolean isAnyMissing(State state) {
    return state.tunnels().values().stream()
        .anyMatch(tunnel -> tunnel.present() && !mentioned.contains(tunnel.id()));
  }

  /** Says of each tunnel that is missing, once, that it is gone. */
  List<Observation> missing(State state, Moment now) {
    List<Observation> gone = new ArrayList<>();
    for (TunnelState tunnel : state.tunnels().values()) {
      if (tunnel.present() && !mentioned.contains(tunnel.id()) && isOverdue(tunnel, now)) {
        mentioned.add(tunnel.id());
        gone.add(new Observation.Gone(tunnel.id(), now));
      }
    }
    return gone;
  }

  private boolean isOverdue(TunnelState tunnel, Moment now) {
    if (isForsaken(tunnel)) {
      return true;
    }
    Moment last = tunnel.lastRead();
    // Another source may be reading it in place of its own: then it was read a moment ago.
    return last != null
        && now.since(last).toSeconds() > 60
        && (sources.contains(tunnel.id().source())
            ? looks.getOrDefault(tunnel.id().source(), 0) >= ENOUGH_LOOKS
            : looks.values().stream().anyMatch(count -> count >= ENOUGH_LOOKS));
  }

  /** An OpenVPN server is read by one source and no other. */
  private boolean isForsaken(TunnelState tunnel) {
    return tunnel.protocol() == Protocol.OPENVPN && !sources.contains(tunnel.id().source());
  }
}
