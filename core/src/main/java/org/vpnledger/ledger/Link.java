package org.vpnledger.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;

/**
 * One connection of an OpenVPN client, which has a counter and a session of its own. One that has
 * ended is remembered for a while, since what it moved in the end may be told late, or twice.
 *
 * @param epoch the counter's life
 * @param seen what the counter showed last
 * @param session from connecting to disconnecting; what it moved is what the counter showed, also
 *     before anyone watched
 */
public record Link(Epoch epoch, Counters seen, Session session) {

  boolean isOpen() {
    return session.isOpen();
  }

  /**
   * It showed this; where the server gives no numbers, its epoch may have moved with its address.
   */
  Link seen(Epoch shown, Counters counters, @Nullable Endpoint endpoint) {
    Session next = session.showing(counters).at(endpoint == null ? session.endpoint() : endpoint);
    return new Link(shown, counters, next);
  }

  /** It has ended, having moved this. */
  Link ended(Counters counters, Instant at, Instant noticed) {
    return new Link(epoch, counters, session.showing(counters).endedAt(at, noticed));
  }
}
