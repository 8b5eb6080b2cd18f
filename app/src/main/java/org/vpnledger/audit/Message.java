package org.vpnledger.audit;

import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.ledger.Event;

/** An event as a sentence without its time, for logs that have one of their own. */
final class Message {
  private static final int TIME = "2023-10-27 10:00:00 ".length();

  private Message() {}

  /** The audit log's line, or for events that have none there what there is to say. */
  static String of(AuditedEvent audited, LedgerCalendar calendar) {
    String line = LogLine.of(audited, calendar.zoneAt(audited.event().noticedAt()));
    if (line != null) {
      return line.substring(TIME);
    }
    Event event = audited.event();
    return event.type().name()
        + (event.tunnel() == null ? "" : " [" + event.tunnel().interfaceName() + "]")
        + (event.peer() == null ? "" : " " + event.peer().abbreviated())
        + (event.endpoint() == null ? "" : " (" + event.endpoint() + ")")
        + (event.detail() == null ? "" : ": " + event.detail());
  }
}
