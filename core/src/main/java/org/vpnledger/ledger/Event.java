package org.vpnledger.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * A fact, with the time it happened and the time it was noticed. The store gives it its sequence
 * number.
 *
 * @param type what happened
 * @param tunnel where, absent when it concerns the whole gateway
 * @param peer who, absent when it concerns the whole tunnel
 * @param name the peer's name at that time
 * @param happenedAt by the wall clock; going offline happens at the last activity
 * @param noticedAt when the ledger learnt of it
 * @param endpoint the peer's endpoint then
 * @param oldEndpoint where it was before, for {@code ROAMED}, {@code SHARED_KEY} and what places
 *     tell
 * @param handshake the peer's last handshake, absent if never
 * @param detail one line for people, absent when there is nothing to add
 */
public record Event(
    EventType type,
    @Nullable TunnelId tunnel,
    @Nullable PeerKey peer,
    @Nullable String name,
    Instant happenedAt,
    Instant noticedAt,
    @Nullable Endpoint endpoint,
    @Nullable Endpoint oldEndpoint,
    @Nullable Instant handshake,
    @Nullable String detail) {

  /** The same, but noticed then. */
  Event noticed(Instant then) {
    return new Event(
        type, tunnel, peer, name, happenedAt, then, endpoint, oldEndpoint, handshake, detail);
  }

  /** Of the whole tunnel. */
  static Event ofTunnel(
      EventType type,
      TunnelId tunnel,
      Instant happenedAt,
      Instant noticedAt,
      @Nullable String detail) {
    return new Event(type, tunnel, null, null, happenedAt, noticedAt, null, null, null, detail);
  }

  /** Of the whole gateway. */
  static Event ofGateway(EventType type, Instant happenedAt, Instant noticedAt, String detail) {
    return new Event(type, null, null, null, happenedAt, noticedAt, null, null, null, detail);
  }
}
