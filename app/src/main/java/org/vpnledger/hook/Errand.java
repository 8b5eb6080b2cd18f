package org.vpnledger.hook;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.EventRow;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * An event that the script is to be run for.
 *
 * @param seq the event's number
 * @param line which errands are run one after the other
 * @param what the event, for the log
 * @param variables what the script is told
 * @param attempts how often it was tried
 */
record Errand(long seq, Line line, String what, Map<String, String> variables, int attempts) {

  /**
   * A peer's errands are run in the order of their events; those that concern no peer have no
   * order.
   */
  record Line(@Nullable TunnelId tunnel, @Nullable PeerKey peer, long single) {
    static Line of(EventRow row) {
      Event event = row.event();
      return new Line(event.tunnel(), event.peer(), event.peer() == null ? row.seq() : 0);
    }
  }

  static Errand of(EventRow row, PeerVariables.Facts facts, int attempts) {
    Event event = row.event();
    String who = event.peer() == null ? "" : " of " + event.peer().abbreviated();
    String where = event.tunnel() == null ? "" : " on " + event.tunnel();
    return new Errand(
        row.seq(),
        Line.of(row),
        SafeText.plain("%s%s%s (event %d)".formatted(event.type(), who, where, row.seq())),
        PeerVariables.of(row, facts),
        attempts);
  }

  Errand triedAgain() {
    return new Errand(seq, line, what, variables, attempts + 1);
  }
}
