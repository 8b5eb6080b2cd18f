package org.vpnledger.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Moment;

/**
 * Where a peer was before, to tell a device that moves from one key on two devices.
 *
 * @param previous the endpoint before the present one
 * @param switchedNanos when it changed, on the monotonic clock
 * @param alternations how often in a row it returned to the endpoint it had just left
 */
public record Trail(@Nullable Endpoint previous, long switchedNanos, int alternations) {
  /** A peer that has always been where it is. */
  public static final Trail NONE = new Trail(null, 0, 0);

  /** A phone may fall back to its former network once; a second return in a row is two devices. */
  private static final int ALTERNATIONS_OF_TWO_DEVICES = 2;

  private static final Duration QUICKLY = Duration.ofMinutes(1);
  private static final Duration CALM = Duration.ofMinutes(5);

  /** The trail after a move from {@code left} to {@code to}. */
  Trail moved(Endpoint left, Endpoint to, Moment now) {
    Duration since = Duration.ofNanos(now.monotonicNanos() - switchedNanos);
    boolean returned = to.equals(previous);
    boolean inTime = since.compareTo(isShared() ? CALM : QUICKLY) <= 0;
    return new Trail(left, now.monotonicNanos(), returned && inTime ? alternations + 1 : 0);
  }

  /** Whether one configuration is in use on two devices. */
  boolean isShared() {
    return alternations >= ALTERNATIONS_OF_TWO_DEVICES;
  }

  /** Whether the last move was the one that showed it: later ones tell nothing new. */
  boolean isJustShared() {
    return alternations == ALTERNATIONS_OF_TWO_DEVICES;
  }
}
