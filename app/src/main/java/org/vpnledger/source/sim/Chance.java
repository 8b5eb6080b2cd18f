package org.vpnledger.source.sim;

/**
 * Numbers that look random and are a function of their arguments: the same question has the same
 * answer in any order, which a generator with a state could not promise.
 */
record Chance(long seed) {

  /** Another sequence, for a peer say. */
  Chance of(long which) {
    return new Chance(mixed(seed + which * 0x9E3779B97F4A7C15L));
  }

  /** At least 0 and below 1. */
  double fraction(long index, int question) {
    return (of(index).of(question).seed >>> 11) * 0x1.0p-53;
  }

  /** At least {@code low} and below {@code high}. */
  double between(double low, double high, long index, int question) {
    return low + (high - low) * fraction(index, question);
  }

  /** At least 0 and below {@code bound}. */
  int below(int bound, long index, int question) {
    return (int) (bound * fraction(index, question));
  }

  /** The finalizer of SplitMix64. */
  private static long mixed(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
