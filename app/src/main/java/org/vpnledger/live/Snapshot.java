package org.vpnledger.live;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.State;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.resource.Sample;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/**
 * All that a running daemon knows, at one moment.
 *
 * @param at when it was made
 * @param began when the daemon began
 * @param gateway whose ledger it is
 * @param ready whether every source has looked once, or had the time to
 * @param patience how long what is known counts as of now although its source fails; longer than
 *     until the next look, which may be another source's that stands by
 * @param overdueAfter how long a source may be silent before it counts as failing
 * @param state the ledger's, with what is not committed yet
 * @param read the tunnels that this daemon has read: of all others the state is from before
 * @param sources in their order
 * @param totals of closed months
 * @param happenings since the daemon began
 * @param work of the ledger's file
 * @param clockSynchronized whether a time service disciplines the kernel's clock; absent where that
 *     cannot be asked
 * @param labels what a names file says of a peer besides its name, by label
 * @param openVpn OpenVPN servers as their status files show them
 * @param machine the machine's own figures, absent if they are not sampled or not of now
 * @param countries codes of where peers' addresses are, by address as {@link
 *     org.vpnledger.vpn.Address} writes it; empty when nobody looks them up
 * @param flows how the flow log is doing, absent where there is none
 */
public record Snapshot(
    Moment at,
    Moment began,
    Gateway gateway,
    boolean ready,
    Duration patience,
    Duration overdueAfter,
    State state,
    Set<TunnelId> read,
    List<SourceState> sources,
    Totals totals,
    Happenings happenings,
    LedgerWork work,
    @Nullable Boolean clockSynchronized,
    Map<PeerKey, Map<String, String>> labels,
    List<OpenVpnServer> openVpn,
    @Nullable Sample machine,
    Map<String, String> countries,
    @Nullable FlowWork flows) {

  public Snapshot {
    read = Set.copyOf(read);
    sources = List.copyOf(sources);
    openVpn = List.copyOf(openVpn);
    countries = Map.copyOf(countries);
  }

  /** The tunnels that this daemon has read or expects, in the order of their ids. */
  public List<TunnelState> tunnels() {
    return state.tunnels().values().stream()
        .filter(tunnel -> tunnel.present() || read.contains(tunnel.id()))
        .sorted(Comparator.comparing(TunnelState::id))
        .toList();
  }

  /** Whether what is known of the tunnel is of now: it is there, and was read lately. */
  public boolean isCurrent(TunnelState tunnel, Moment now) {
    Moment last = tunnel.lastRead();
    if (tunnel.protocol() == Protocol.OPENVPN) {
      // Its server tells when it likes to; what it told last holds for as long as it is heard of.
      return tunnel.present() && read.contains(tunnel.id()) && isUp(tunnel, now);
    }
    return tunnel.present()
        && read.contains(tunnel.id())
        && last != null
        && now.since(last).compareTo(isTroubled(tunnel) ? patience : overdueAfter) <= 0;
  }

  /** The sources that read WireGuard, and not an OpenVPN server's status file. */
  public List<SourceState> wireGuardSources() {
    return sources.stream()
        .filter(source -> openVpn.stream().noneMatch(one -> one.name().equals(source.name())))
        .toList();
  }

  /** The names of the tunnels that are servers of OpenVPN. */
  public Set<String> openVpnTunnels() {
    return tunnels().stream()
        .filter(tunnel -> tunnel.protocol() == Protocol.OPENVPN)
        .map(tunnel -> tunnel.id().interfaceName())
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isUp(TunnelState tunnel, Moment now) {
    return sources.stream()
        .filter(source -> source.name().equals(tunnel.id().source()))
        .allMatch(source -> source.isUp(now, overdueAfter));
  }

  private boolean isTroubled(TunnelState tunnel) {
    return tunnel.failing()
        || sources.stream()
            .anyMatch(source -> source.silent() && source.name().equals(tunnel.id().source()));
  }
}
