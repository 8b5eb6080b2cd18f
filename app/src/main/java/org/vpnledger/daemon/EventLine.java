package org.vpnledger.daemon;

import org.vpnledger.ledger.Event;
import org.vpnledger.report.SafeText;

/** An event as a line of the daemon's own log. */
final class EventLine {
  private EventLine() {}

  static String of(Event event) {
    StringBuilder line = new StringBuilder(event.type().name());
    if (event.tunnel() != null) {
      line.append(' ').append(event.tunnel());
    }
    if (event.peer() != null) {
      line.append(' ').append(event.peer().abbreviated());
    }
    if (event.name() != null) {
      line.append(" (").append(event.name()).append(')');
    }
    if (event.oldEndpoint() != null) {
      line.append(" from ").append(event.oldEndpoint()).append(" to");
    }
    if (event.endpoint() != null) {
      line.append(' ').append(event.endpoint());
    }
    if (event.detail() != null) {
      line.append(": ").append(event.detail());
    }
    return SafeText.plain(line.toString());
  }
}
