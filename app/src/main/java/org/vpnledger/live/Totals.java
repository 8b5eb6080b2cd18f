package org.vpnledger.live;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Amount;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * What was booked in months that are closed, corrections included. With the sums of the open month,
 * which the ledger's state holds, that is everything that was ever booked.
 *
 * @param tunnels of whole tunnels
 * @param peers of each peer
 */
public record Totals(Map<TunnelId, Amount> tunnels, Map<TunnelId, Map<PeerKey, Amount>> peers) {
  /** Of a ledger that has booked nothing in earlier months. */
  public static final Totals NONE = new Totals(Map.of(), Map.of());

  /** Of the tunnel's peers all together. */
  public Amount of(TunnelId tunnel) {
    return tunnels.getOrDefault(tunnel, Amount.ZERO);
  }

  /** Those of one tunnel's peers, for who asks for many. */
  public Map<PeerKey, Amount> peersOf(TunnelId tunnel) {
    return peers.getOrDefault(tunnel, Map.of());
  }

  /** Of one peer, or of the whole tunnel. */
  public Amount of(TunnelId tunnel, @Nullable PeerKey peer) {
    return peer == null ? of(tunnel) : peersOf(tunnel).getOrDefault(peer, Amount.ZERO);
  }
}
