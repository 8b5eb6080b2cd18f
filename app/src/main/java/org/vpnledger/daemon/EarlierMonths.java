package org.vpnledger.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.State;
import org.vpnledger.live.Totals;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.TunnelRow;
import org.vpnledger.store.UsageRow;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** Reads from the store what was booked in all months but the open ones, which the state holds. */
final class EarlierMonths {
  /** A clock that was put back has left buckets in what is now the future. */
  private static final Duration AHEAD = Duration.ofDays(3650);

  private EarlierMonths() {}

  /**
   * The totals.
   *
   * @param state as it was loaded from the same file
   */
  static Totals read(LedgerReader reader, State state, Instant now) {
    Instant end = now.plus(AHEAD);
    Map<TunnelId, Map<PeerKey, Amount>> peers = new HashMap<>();
    Map<Long, Amount> booked = reader.peerTotals(Resolution.MONTH, Instant.EPOCH, end);
    for (PeerRow row : reader.peers()) {
      PeerState peer = state.tunnel(row.tunnel()).peers().get(row.key());
      Amount all = booked.getOrDefault(row.id(), Amount.ZERO);
      Amount closed = peer == null ? all : minus(all, peer.sums().month());
      if (!closed.isZero()) {
        peers.computeIfAbsent(row.tunnel(), _ -> new HashMap<>()).put(row.key(), closed);
      }
    }
    return new Totals(tunnels(reader, state, end), peers);
  }

  private static Map<TunnelId, Amount> tunnels(LedgerReader reader, State state, Instant end) {
    Map<Long, Amount> booked = new HashMap<>();
    for (UsageRow row : reader.tunnelUsage(Resolution.MONTH, Instant.EPOCH, end)) {
      booked.merge(row.id(), row.amount(), Amount::plus);
    }
    Map<TunnelId, Amount> tunnels = new HashMap<>();
    for (TunnelRow row : reader.tunnels()) {
      Amount all = booked.getOrDefault(row.id(), Amount.ZERO);
      tunnels.put(row.tunnel(), minus(all, state.tunnel(row.tunnel()).sums().month()));
    }
    return tunnels;
  }

  private static Amount minus(Amount all, Amount open) {
    return new Amount(
        all.rxBytes() - open.rxBytes(),
        all.txBytes() - open.txBytes(),
        all.estimatedBytes() - open.estimatedBytes());
  }
}
