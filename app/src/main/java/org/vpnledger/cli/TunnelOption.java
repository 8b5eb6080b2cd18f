package org.vpnledger.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Directory;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.TunnelRow;
import org.vpnledger.vpn.TunnelId;
import picocli.CommandLine.Option;

/** {@code --tunnel}: only what went through one. */
final class TunnelOption {
  @Option(
      names = "--tunnel",
      paramLabel = "TUNNEL",
      description =
          "only this interface or server; SOURCE/INTERFACE where several have one of that name")
  @Nullable String tunnel;

  /**
   * What it names in a ledger.
   *
   * @param numbers of the tunnels
   * @param peers everybody who ever had a place in them, by number
   */
  record Named(Set<Long> numbers, Set<Long> peers) {
    /** Of these clients those who are in them. */
    Set<Long> among(@Nullable Set<Long> clients) {
      Set<Long> both = new HashSet<>(peers);
      if (clients != null) {
        both.retainAll(clients);
      }
      return both;
    }
  }

  /** Absent if all tunnels are meant. */
  @Nullable Named named(LedgerReader reader, Directory peers) {
    if (tunnel == null) {
      return null;
    }
    List<TunnelRow> found = called(reader.tunnels(), tunnel);
    Set<TunnelId> ids = found.stream().map(TunnelRow::tunnel).collect(Collectors.toSet());
    List<PeerRow> there = peers.all().stream().filter(peer -> ids.contains(peer.tunnel())).toList();
    return new Named(
        found.stream().map(TunnelRow::id).collect(Collectors.toSet()), Directory.idsOf(there));
  }

  private static List<TunnelRow> called(List<TunnelRow> all, String text) {
    List<TunnelRow> found = all.stream().filter(row -> isCalled(row.tunnel(), text)).toList();
    if (found.isEmpty()) {
      throw new Complaint(
          "no tunnel is called '%s': there %s"
              .formatted(
                  SafeText.plain(text),
                  all.isEmpty()
                      ? "is none yet"
                      : all.stream()
                          .limit(8)
                          .map(row -> row.tunnel().source() + "/" + row.tunnel().interfaceName())
                          .collect(Collectors.joining(", ", "are ", all.size() > 8 ? ", …" : ""))));
    }
    return found;
  }

  private static boolean isCalled(TunnelId tunnel, String text) {
    return tunnel.interfaceName().equals(text)
        || (tunnel.source() + "/" + tunnel.interfaceName()).equals(text);
  }
}
