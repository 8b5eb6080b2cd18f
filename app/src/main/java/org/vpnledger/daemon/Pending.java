package org.vpnledger.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.ledger.Entry;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * Entries that are not committed yet. Rows replace one another, so that what waits is bounded by
 * the number of peers; only facts pile up, and of those there is a most.
 */
final class Pending {
  /** With the disk full, this many facts wait in memory (some 50 MB); then reading pauses. */
  static final int MOST_FACTS = 200_000;

  private record Row(TunnelId tunnel, PeerKey peer) {}

  private final Map<Row, Entry> peers = new LinkedHashMap<>();
  private final Map<TunnelId, Entry> tunnels = new LinkedHashMap<>();
  private final List<Entry> facts = new ArrayList<>();
  private boolean urgent;
  private boolean readings;

  void add(List<Entry> entries) {
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.PeerSaved saved -> peers.put(new Row(saved.tunnel(), saved.peer().key()), saved);
        case Entry.TunnelSaved saved -> tunnels.put(saved.tunnel().id(), saved);
        case Entry.Happened happened -> addFact(happened, true);
        case Entry.FindingTaken taken -> addFact(taken, true);
        case Entry.SessionSaved session -> addFact(session, true);
        case Entry.CarriedIn carried -> addFact(carried, true);
        case Entry.ReadingTaken reading -> {
          addFact(reading, false);
          readings = true;
        }
        case Entry.BucketClosed closed -> addFact(closed, false);
        case Entry.NameChanged changed -> addFact(changed, false);
        case Entry.AllowedIpsChanged changed -> addFact(changed, false);
      }
    }
  }

  private void addFact(Entry fact, boolean isUrgent) {
    facts.add(fact);
    urgent |= isUrgent;
  }

  /** Facts in their order, then rows. */
  List<Entry> entries() {
    List<Entry> all = new ArrayList<>(facts.size() + tunnels.size() + peers.size());
    all.addAll(facts);
    all.addAll(tunnels.values());
    all.addAll(peers.values());
    return all;
  }

  void clear() {
    peers.clear();
    tunnels.clear();
    facts.clear();
    urgent = false;
    readings = false;
  }

  /** Whether there is more than the time of the last look. */
  boolean hasChange() {
    return !peers.isEmpty() || !facts.isEmpty();
  }

  boolean isEmpty() {
    return !hasChange() && tunnels.isEmpty();
  }

  /** Whether there is an event, or a session that began or ended. */
  boolean isUrgent() {
    return urgent;
  }

  /** Whether there are readings, which the bandwidth files wait for. */
  boolean hasReadings() {
    return readings;
  }

  /** How many facts wait; rows do not count, which replace one another. */
  int facts() {
    return facts.size();
  }

  boolean isFull() {
    return facts.size() >= MOST_FACTS;
  }
}
