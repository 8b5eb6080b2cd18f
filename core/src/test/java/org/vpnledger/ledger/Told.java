package org.vpnledger.ledger;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** What the ledger said of a scenario. */
record Told(List<Entry> entries) {

  Stream<Event> events() {
    return entries.stream()
        .filter(Entry.Happened.class::isInstance)
        .map(entry -> ((Entry.Happened) entry).event());
  }

  List<EventType> types() {
    return events().map(Event::type).toList();
  }

  List<Event> all(EventType type) {
    return events().filter(event -> event.type() == type).toList();
  }

  Event only(EventType type) {
    List<Event> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + type + " in " + types());
    }
    return found.getFirst();
  }

  Stream<Entry.BucketClosed> closed(
      TunnelId tunnel, @Nullable PeerKey peer, Resolution resolution) {
    return entries.stream()
        .filter(Entry.BucketClosed.class::isInstance)
        .map(Entry.BucketClosed.class::cast)
        .filter(bucket -> bucket.tunnel().equals(tunnel) && bucket.resolution() == resolution)
        .filter(bucket -> peer == null ? bucket.peer() == null : peer.equals(bucket.peer()));
  }

  /** The received bytes of a peer's closed buckets by their start; a second closing is an error. */
  Map<Instant, Long> rx(Scenario of, String peer, Resolution resolution) {
    Map<Instant, Long> byStart = new LinkedHashMap<>();
    closed(of.id(), new PeerKey(peer), resolution)
        .forEach(bucket -> {
          if (byStart.put(bucket.bucket().start(), bucket.amount().rxBytes()) != null) {
            throw new AssertionError("closed twice: " + bucket);
          }
        });
    return byStart;
  }

  List<Counters> carriedIn() {
    return entries.stream()
        .filter(Entry.CarriedIn.class::isInstance)
        .map(entry -> ((Entry.CarriedIn) entry).carried())
        .toList();
  }

  /** The peer's sessions as they were saved last, in their order. */
  List<Session> sessions(PeerKey peer) {
    Map<Integer, Session> sessions = new TreeMap<>();
    for (Entry entry : entries) {
      if (entry instanceof Entry.SessionSaved saved && saved.peer().equals(peer)) {
        sessions.put(saved.session().number(), saved.session());
      }
    }
    return List.copyOf(sessions.values());
  }

  List<Entry.ReadingTaken> readings() {
    return entries.stream()
        .filter(Entry.ReadingTaken.class::isInstance)
        .map(Entry.ReadingTaken.class::cast)
        .toList();
  }
}
