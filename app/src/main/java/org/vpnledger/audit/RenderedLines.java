package org.vpnledger.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Link;
import org.vpnledger.ledger.Event;
import org.vpnledger.store.LedgerReader;

/** The audit log's lines as the ledger's events have them, in their order. */
final class RenderedLines {
  private static final int BATCH = 1_000;

  private final LedgerReader reader;
  private final Deque<Line> waiting = new ArrayDeque<>();
  private long seq;
  private boolean ended;

  /** A line of the log, and the event that it is of. */
  record Line(AuditedEvent audited, String text) {
    long seq() {
      return audited.seq();
    }

    @Nullable Link event() {
      return audited.link();
    }
  }

  /** Those of events after a number. */
  RenderedLines(LedgerReader reader, long after) {
    this.reader = reader;
    this.seq = after;
  }

  /** The next line, absent after the last; {@link #skip} takes it. */
  @Nullable Line peek() {
    while (waiting.isEmpty() && !ended) {
      List<AuditedEvent> events = AuditedEvent.after(reader, seq, BATCH);
      ended = events.isEmpty();
      for (AuditedEvent event : events) {
        seq = event.seq();
        String text = text(event);
        if (text != null) {
          waiting.add(new Line(event, text));
        }
      }
    }
    return waiting.peek();
  }

  /**
   * Whether a line of the log is that one. What was routed to the peer is not in the event: with a
   * clock that was put back it cannot be told by the time, and any that ever was is right.
   */
  boolean isSame(Line line, String text) {
    Event event = line.audited.event();
    return text.equals(line.text)
        || (event.tunnel() != null
            && event.peer() != null
            && reader.networksOf(event.tunnel(), event.peer()).stream()
                .anyMatch(networks -> text.equals(text(line.audited.routed(networks)))));
  }

  private @Nullable String text(AuditedEvent event) {
    return LogLine.of(event, reader.calendar().zoneAt(event.event().noticedAt()));
  }

  void skip() {
    waiting.poll();
  }
}
