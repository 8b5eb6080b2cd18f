package org.vpnledger.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.vpnledger.vpn.PeerKey;

/** Readings: what counters show, besides what follows from it. */
final class Readings {
  private Readings() {}

  /** Takes one of every peer that the tunnel has; usage since the reading begins anew. */
  static void take(
      TunnelState tunnel, Map<PeerKey, PeerState> peers, Instant at, List<Entry> entries) {
    List<PeerState> listed =
        peers.values().stream().filter(PeerState::listed).sorted(PeerState.BY_KEY).toList();
    for (PeerState peer : listed) {
      entries.add(
          new Entry.ReadingTaken(
              tunnel.id(),
              peer.key(),
              at,
              tunnel.nameOf(peer.key()),
              peer.seen(),
              peer.sinceReading()));
      if (!peer.sinceReading().isZero()) {
        PeerState next = peer.afterReading();
        peers.put(peer.key(), next);
        entries.add(new Entry.PeerSaved(tunnel.id(), next));
      }
    }
  }
}
