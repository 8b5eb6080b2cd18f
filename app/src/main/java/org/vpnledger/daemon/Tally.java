package org.vpnledger.daemon;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.live.Happenings;
import org.vpnledger.live.Totals;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * Counts along what entries tell, for those who look while the daemon runs. Used by the thread that
 * owns the ledger; what it gives is immutable, and made anew only when it has changed.
 */
final class Tally {
  private final Map<TunnelId, Amount> tunnels = new HashMap<>();
  private final Map<TunnelId, Map<PeerKey, Amount>> peers = new HashMap<>();
  private final Map<EventType, Long> events = new EnumMap<>(EventType.class);
  private final Map<TunnelId, Map<PeerKey, Long>> roams = new HashMap<>();
  private Totals totals = Totals.NONE;
  private Happenings happenings = Happenings.NONE;
  private boolean monthsChanged;
  private boolean eventsChanged;

  /** Another ledger was opened, with these totals. */
  void begin(Totals known) {
    tunnels.clear();
    peers.clear();
    tunnels.putAll(known.tunnels());
    known.peers().forEach((tunnel, amounts) -> peers.put(tunnel, new HashMap<>(amounts)));
    monthsChanged = true;
  }

  void note(List<Entry> entries) {
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.BucketClosed closed when closed.resolution() == Resolution.MONTH ->
            closed(closed);
        case Entry.Happened happened -> happened(happened.event());
        default -> {} // changes no total, and is no event
      }
    }
  }

  private void closed(Entry.BucketClosed month) {
    monthsChanged = true;
    PeerKey peer = month.peer();
    if (peer == null) {
      tunnels.merge(month.tunnel(), month.amount(), Amount::plus);
    } else {
      peers
          .computeIfAbsent(month.tunnel(), _ -> new HashMap<>())
          .merge(peer, month.amount(), Amount::plus);
    }
  }

  private void happened(Event event) {
    eventsChanged = true;
    events.merge(event.type(), 1L, Long::sum);
    if (event.type() == EventType.ROAMED && event.tunnel() != null && event.peer() != null) {
      roams
          .computeIfAbsent(event.tunnel(), _ -> new HashMap<>())
          .merge(event.peer(), 1L, Long::sum);
    }
  }

  Totals totals() {
    if (monthsChanged) {
      Map<TunnelId, Map<PeerKey, Amount>> each = new HashMap<>();
      peers.forEach((tunnel, amounts) -> each.put(tunnel, Map.copyOf(amounts)));
      totals = new Totals(Map.copyOf(tunnels), Map.copyOf(each));
      monthsChanged = false;
    }
    return totals;
  }

  Happenings happenings() {
    if (eventsChanged) {
      Map<TunnelId, Map<PeerKey, Long>> each = new HashMap<>();
      roams.forEach((tunnel, counts) -> each.put(tunnel, Map.copyOf(counts)));
      happenings = new Happenings(Map.copyOf(events), Map.copyOf(each));
      eventsChanged = false;
    }
    return happenings;
  }
}
