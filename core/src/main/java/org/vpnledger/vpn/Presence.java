package org.vpnledger.vpn;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a tunnel tells that a peer is there. */
public sealed interface Presence {

  /**
   * WireGuard: the wall-clock time of the last handshake by the server's clock.
   *
   * @param at absent if there never was one (a reading of 0), never the epoch 1970
   */
  record LastHandshake(@Nullable Instant at) implements Presence {
    /** A peer that has not yet shaken hands since its counter began. */
    public static final LastHandshake NEVER = new LastHandshake(null);
  }

  /**
   * OpenVPN: it is connected for as long as it is shown, by one of its connections.
   *
   * @param at when this connection began, by the server's clock
   */
  record ConnectedSince(Instant at) implements Presence {}
}
