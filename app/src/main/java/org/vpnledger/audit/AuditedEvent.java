package org.vpnledger.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Link;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.ChainedRow;
import org.vpnledger.store.LedgerReader;

/**
 * An event with what its neighbours say of it: one look may show several things of one peer, which
 * a line for people tells at once.
 *
 * @param seq its number
 * @param link in the chain of all events; absent when what is stored is no hash
 * @param first whether the peer was first seen with it
 * @param online whether the very next event is that the peer came online, by the same look
 * @param networks that were routed to the peer then
 */
record AuditedEvent(
    long seq,
    Event event,
    @Nullable Link link,
    boolean first,
    boolean online,
    List<String> networks) {

  /**
   * Those after a number, in order.
   *
   * @param limit at most so many
   */
  static List<AuditedEvent> after(LedgerReader reader, long seq, int limit) {
    // One before them and one behind, as neighbours.
    List<ChainedRow> rows = reader.chainedAfter(Math.max(0, seq - 1), limit + 2);
    List<AuditedEvent> events = new ArrayList<>(Math.min(rows.size(), limit));
    for (int i = 0; i < rows.size() && events.size() < limit; i++) {
      Event event = rows.get(i).event();
      if (rows.get(i).seq() > seq && event != null) {
        Event before = i > 0 ? rows.get(i - 1).event() : null;
        Event next = i + 1 < rows.size() ? rows.get(i + 1).event() : null;
        events.add(
            new AuditedEvent(
                rows.get(i).seq(),
                event,
                rows.get(i).link(),
                event.type() == EventType.ADDED || isTold(before, EventType.ADDED, event),
                isTold(next, EventType.ONLINE, event),
                networks(reader, event)));
      }
    }
    return events;
  }

  /** The same with other networks. */
  AuditedEvent routed(List<String> others) {
    return new AuditedEvent(seq, event, link, first, online, others);
  }

  /** Whether the other one is of that type, of the same peer, and by the same look. */
  private static boolean isTold(@Nullable Event other, EventType type, Event event) {
    return other != null
        && other.type() == type
        && event.peer() != null
        && event.peer().equals(other.peer())
        && event.tunnel() != null
        && event.tunnel().equals(other.tunnel())
        && event.noticedAt().equals(other.noticedAt());
  }

  private static List<String> networks(LedgerReader reader, Event event) {
    return event.tunnel() == null || event.peer() == null
        ? List.of()
        : reader.networksAt(event.tunnel(), event.peer(), event.noticedAt());
  }
}
