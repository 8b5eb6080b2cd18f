package org.vpnledger.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Moment;

/**
 * Where a peer was before, to tell a device that moves from one key on several devices.
 *
 * <p>Devices that share a key take it from one another: their endpoints come back again and again,
 * in turn or in any order. A device that moves finds new ones.
 *
 * @param left the endpoints that it left, each once, the latest first, at most {@value #MOST_LEFT};
 *     never the present one
 * @param switchedNanos when it left the latest, on the monotonic clock
 * @param returns how many moves in a row led to an endpoint that it had left, none of them after a
 *     pause
 */
public record Trail(List<Endpoint> left, long switchedNanos, int returns) {
  /** So many devices but one can share a key and be told, whatever their order. */
  public static final int MOST_LEFT = 7;

  /** A peer that has always been where it is. */
  public static final Trail NONE = new Trail(List.of(), 0, 0);

  /** A phone at the edge of a network may fall back to it and leave it again, once. */
  private static final int RETURNS_OF_TWO_DEVICES = 3;

  private static final Duration QUICKLY = Duration.ofMinutes(1);
  private static final Duration CALM = Duration.ofMinutes(5);

  public Trail {
    left = List.copyOf(left);
  }

  /** The trail after a move from {@code here} to {@code to}. */
  Trail moved(Endpoint here, Endpoint to, Moment now) {
    Duration since = Duration.ofNanos(now.monotonicNanos() - switchedNanos);
    boolean inTime = since.compareTo(isShared() ? CALM : QUICKLY) <= 0;
    List<Endpoint> places = new ArrayList<>(left);
    boolean returned = places.remove(to);
    places.addFirst(here);
    return new Trail(
        places.subList(0, Math.min(places.size(), MOST_LEFT)),
        now.monotonicNanos(),
        returned && inTime ? Math.min(returns + 1, RETURNS_OF_TWO_DEVICES) : 0);
  }

  /** Whether one configuration is in use on several devices. */
  boolean isShared() {
    return returns >= RETURNS_OF_TWO_DEVICES;
  }
}
