package org.vpnledger.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.vpn.Counters;

/**
 * What one or all peers of a tunnel moved in one interval. The sum of all is divided as theirs was,
 * and not anew: rounding would make the tunnel's hour another one than the sum of its peers'.
 */
final class Moved {
  private final Spread spread;
  private final Map<Resolution, List<Spread.Part>> parts;
  private Counters total;

  private Moved(Spread spread, Map<Resolution, List<Spread.Part>> parts, Counters total) {
    this.spread = spread;
    this.parts = parts;
    this.total = total;
  }

  /** What one peer moved. */
  static Moved by(Counters one, Spread spread) {
    return new Moved(spread, Map.of(), one);
  }

  /** Nothing yet. */
  static Moved nothing(Spread spread) {
    return new Moved(spread, new EnumMap<>(Resolution.class), Counters.ZERO);
  }

  /** Adds one peer's. */
  void add(Counters moved) {
    total = total.plus(moved);
    // What lies in one bucket needs no dividing, and that is nearly every interval.
    if (spread.isDivided() && !moved.isZero()) {
      for (Resolution resolution : Resolution.values()) {
        parts.merge(resolution, spread.divide(resolution, moved), Moved::sum);
      }
    }
  }

  boolean isZero() {
    return total.isZero();
  }

  /** The parts of it, oldest first. */
  List<Spread.Part> over(Resolution resolution) {
    List<Spread.Part> divided = parts.get(resolution);
    return divided == null ? spread.divide(resolution, total) : divided;
  }

  private static List<Spread.Part> sum(List<Spread.Part> one, List<Spread.Part> other) {
    List<Spread.Part> sum = new ArrayList<>(one.size());
    for (int i = 0; i < one.size(); i++) {
      Spread.Part part = one.get(i);
      sum.add(new Spread.Part(part.bucket(), part.amount().plus(other.get(i).amount())));
    }
    return sum;
  }
}
