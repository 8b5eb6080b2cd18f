package org.vpnledger.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Link;
import org.vpnledger.store.LedgerReader;

/** The audit log's lines as the ledger's events have them, in their order. */
final class RenderedLines {
  private static final int BATCH = 1_000;

  private final LedgerReader reader;
  private final Deque<Line> waiting = new ArrayDeque<>();
  private long seq;
  private boolean ended;

  /** A line of the log, and the event that it is of. */
  record Line(long seq, @Nullable Link event, String text) {}

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
        String text = LogLine.of(event, reader.calendar().zoneAt(event.event().noticedAt()));
        if (text != null) {
          waiting.add(new Line(event.seq(), event.link(), text));
        }
      }
    }
    return waiting.peek();
  }

  void skip() {
    waiting.poll();
  }
}
