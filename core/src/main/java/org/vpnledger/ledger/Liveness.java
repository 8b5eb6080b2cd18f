package org.vpnledger.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Moment;

/**
 * What is known of a peer being there.
 *
 * @param handshake the last one's time as the tunnel gave it, absent if never
 * @param handshakeNanos the same on the monotonic clock of the tunnel's last read, so that its age
 *     does not depend on the wall clock; meaningless if there was none
 * @param slackNanos how far the wall clock was put back since that handshake: the next one may
 *     carry a time that is earlier by as much
 * @param lastActivity the last handshake or growth of rx while online, absent if never
 * @param online whether the handshake is younger than the threshold
 */
public record Liveness(
    @Nullable Instant handshake,
    long handshakeNanos,
    long slackNanos,
    @Nullable Instant lastActivity,
    boolean online) {
  /** A peer that has not been seen yet. */
  public static final Liveness NONE = new Liveness(null, 0, 0, null, false);

  /** How long ago the handshake was; absent if never. */
  public @Nullable Duration handshakeAge(Moment now) {
    return handshake == null ? null : Duration.ofNanos(now.monotonicNanos() - handshakeNanos);
  }

  Liveness withOnline(boolean isOnline) {
    return new Liveness(handshake, handshakeNanos, slackNanos, lastActivity, isOnline);
  }
}
