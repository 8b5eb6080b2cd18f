package org.vpnledger.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.Cursors;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.LedgerReader;

/**
 * Tells events to the journal or to a syslog daemon, here or elsewhere. It begins with the events
 * of its first start: old ones would be taken for news there.
 */
public final class SyslogOutput implements AuditOutput {
  private static final String CURSOR = "audit syslog";
  private static final int BATCH = 500;

  private final String target;
  private final Form form;
  private final Sender sender;

  /** What the messages look like. */
  public enum Form {
    /** journald's own. */
    JOURNAL,
    /** What a log daemon of this machine reads. */
    LOCAL,
    /** RFC 5424, for the network. */
    RFC_5424
  }

  /** Takes messages to where they are kept. */
  public interface Sender extends AutoCloseable {
    /**
     * Sends one message, whole.
     *
     * @throws IOException with one line for people; it is sent again later
     */
    void send(byte[] message) throws IOException;

    @Override
    void close();
  }

  /**
   * An output to that sender.
   *
   * @param target what people know it by
   */
  public SyslogOutput(String target, Form form, Sender sender) {
    this.target = target;
    this.form = form;
    this.sender = sender;
  }

  @Override
  public String name() {
    return "audit to " + target;
  }

  @Override
  public boolean catchUp(LedgerReader reader, Cursors cursors) throws IOException {
    String cursor = cursors.cursor(CURSOR);
    if (cursor == null) {
      cursors.moveCursor(CURSOR, Long.toString(before(reader)));
      return true;
    }
    List<AuditedEvent> events = AuditedEvent.after(reader, Long.parseLong(cursor), BATCH);
    EventFormat format = format(reader.gatewayName());
    long sent = Long.parseLong(cursor);
    try {
      for (AuditedEvent event : events) {
        sender.send(message(format, event, reader));
        sent = event.seq();
      }
    } finally {
      if (sent > Long.parseLong(cursor)) {
        cursors.moveCursor(CURSOR, Long.toString(sent));
      }
    }
    return events.size() == BATCH;
  }

  /** The event before the daemon's last start, so that the start is the first to be told. */
  private static long before(LedgerReader reader) {
    long last = reader.lastEvent();
    return reader.chainedAfter(Math.max(0, last - BATCH), BATCH).stream()
        .filter(row -> row.event() != null && row.event().type() == EventType.STARTED)
        .mapToLong(row -> row.seq() - 1)
        .max()
        .orElse(last);
  }

  private EventFormat format(String gateway) {
    return switch (form) {
      case JOURNAL -> new JournalFormat(gateway);
      case LOCAL -> new LocalSyslogFormat(gateway);
      case RFC_5424 -> new SyslogFormat(gateway);
    };
  }

  private static byte[] message(EventFormat format, AuditedEvent audited, LedgerReader reader) {
    List<EventField> more = new ArrayList<>();
    if (audited.link() != null) {
      more.add(new EventField("chain_sha256", audited.link().hex()));
    }
    if (!audited.networks().isEmpty()) {
      more.add(new EventField("allowed_ips", String.join(", ", audited.networks())));
    }
    return format.format(
        new EventRow(audited.seq(), audited.event()), Message.of(audited, reader.calendar()), more);
  }

  @Override
  public void close() {
    sender.close();
  }
}
