package org.vpnledger.source.sim;

/**
 * What a peer does within one hour: nothing, or one stretch of activity.
 *
 * @param from second of the hour at which it begins
 * @param to second of the hour at which it ends, up to 3600
 * @param rxBytes that the server receives in it
 * @param txBytes that the server sends in it
 */
record HourOfUse(int from, int to, long rxBytes, long txBytes) {
  static final int SECONDS = 3600;
  static final HourOfUse NONE = new HourOfUse(0, 0, 0, 0);

  private static final int STEPS = 60;

  boolean isActive() {
    return to > from;
  }

  /**
   * The part of the hour's bytes that was moved up to a moment, from 0 to 1. It grows in bursts but
   * never falls.
   */
  double moved(double second, Chance chance, long hour) {
    if (second <= from) {
      return 0;
    } else if (second >= to) {
      return 1;
    }
    double position = (second - from) / (to - from) * STEPS;
    double before = 0;
    double all = 0;
    for (int step = 0; step < STEPS; step++) {
      double burst = chance.fraction(hour, 100 + step);
      double weight = 0.1 + burst * burst * burst;
      before += weight * Math.clamp(position - step, 0, 1);
      all += weight;
    }
    return before / all;
  }
}
