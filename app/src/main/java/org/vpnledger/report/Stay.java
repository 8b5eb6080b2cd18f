package org.vpnledger.report;

import java.time.Duration;
import java.time.Instant;
import org.vpnledger.store.SessionRow;
import org.vpnledger.vpn.Endpoint;

/**
 * A part of a session that was spent at one endpoint.
 *
 * @param session which
 * @param endpoint where
 * @param from when the peer came there
 * @param to when it left or the session ended; now if it is still there
 * @param arrived whether it came from another host or from nowhere, and not from another port
 */
record Stay(SessionRow session, Endpoint endpoint, Instant from, Instant to, boolean arrived) {

  /** The part of it that lies in the span; absent parts have no length. */
  Stay within(Span span) {
    return new Stay(session, endpoint, span.clip(from), span.clip(to), arrived);
  }

  /** Whether it went on at some moment of the span. */
  boolean isIn(Span span) {
    return from.isBefore(span.to()) && !to.isBefore(span.from());
  }

  long seconds() {
    return Duration.between(from, to).toSeconds();
  }
}
