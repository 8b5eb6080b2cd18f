package org.vpnledger.live;

import java.util.Map;
import org.vpnledger.ledger.EventType;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * What happened since the daemon began, counted.
 *
 * @param events how many of each type; those that never happened may be missing
 * @param roams how often each peer changed its endpoint; those that never did are missing
 */
public record Happenings(Map<EventType, Long> events, Map<TunnelId, Map<PeerKey, Long>> roams) {
  /** Nothing yet. */
  public static final Happenings NONE = new Happenings(Map.of(), Map.of());
}
