package org.vpnledger.daemon;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.peer.DatedOwners;
import org.vpnledger.flow.peer.PeerTable;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.NameRow;
import org.vpnledger.store.PeerRow;
import org.vpnledger.vpn.TunnelId;

/**
 * Who had which address in a tunnel, and was called how, as the ledger knows it. Where several had
 * one, it is that peer's who came last. Used by one thread.
 */
final class LedgerOwners implements DatedOwners {
  private static final long SECOND = 1_000_000_000L;

  private final LedgerReader ledger;
  private final List<PeerRow> peers;
  private final Map<Long, TreeMap<Instant, NameRow>> names = new HashMap<>();

  /**
   * Of the tunnels of that name.
   *
   * @param tunnel the interface or server, or {@code SOURCE/INTERFACE}
   */
  LedgerOwners(LedgerReader ledger, String tunnel) {
    this.ledger = ledger;
    this.peers =
        ledger.peers().stream()
            .filter(peer -> isCalled(peer.tunnel(), tunnel))
            .sorted(Comparator.comparingLong(PeerRow::id))
            .toList();
    for (NameRow name : ledger.names()) {
      names.computeIfAbsent(name.peer(), _ -> new TreeMap<>()).put(name.from(), name);
    }
  }

  private static boolean isCalled(TunnelId tunnel, String text) {
    return tunnel.interfaceName().equals(text)
        || (tunnel.source() + "/" + tunnel.interfaceName()).equals(text);
  }

  /** Whether the ledger knows anybody there. */
  boolean isEmpty() {
    return peers.isEmpty();
  }

  @Override
  public PeerTable at(long timestampNs) {
    Instant at = Instant.ofEpochSecond(Math.floorDiv(timestampNs, SECOND), timestampNs % SECOND);
    Map<PeerTable.Owner, List<String>> networks = new LinkedHashMap<>();
    for (PeerRow peer : peers) {
      networks.put(
          new PeerTable.Owner(peer.key().text(), name(peer.id(), at)),
          ledger.networksAt(peer.tunnel(), peer.key(), at));
    }
    return PeerTable.of(networks);
  }

  private @Nullable String name(long peer, Instant at) {
    TreeMap<Instant, NameRow> all = names.get(peer);
    Map.Entry<Instant, NameRow> then = all == null ? null : all.floorEntry(at);
    return then == null ? null : then.getValue().name();
  }
}
