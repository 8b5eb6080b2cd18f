package org.vpnledger.vpn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one read shows of one peer.
 *
 * @param peer who
 * @param epoch the life of the counter
 * @param counters cumulative bytes since the epoch began
 * @param presence how the tunnel tells that the peer is there; an OpenVPN client may be shown
 *     several times, each of its connections with an epoch of its own
 * @param endpoint where it was last seen, absent if never
 * @param allowedIps the networks routed to it, in the tunnel's order, each {@code address/bits};
 *     may be empty, may be hundreds
 * @param keepaliveSeconds the persistent keepalive, 0 when off
 */
public record Connection(
    PeerKey peer,
    Epoch epoch,
    Counters counters,
    Presence presence,
    @Nullable Endpoint endpoint,
    List<String> allowedIps,
    int keepaliveSeconds) {

  public Connection {
    allowedIps = List.copyOf(allowedIps);
    if (keepaliveSeconds < 0 || keepaliveSeconds > 65535) {
      throw new IllegalArgumentException("keepalive of " + keepaliveSeconds + " s");
    }
  }
}
