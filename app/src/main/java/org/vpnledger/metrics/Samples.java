package org.vpnledger.metrics;

import java.time.Instant;

/** Takes samples, family by family, and writes them in some form. */
public interface Samples {
  /** All samples until the next call are of this family. */
  void family(Family family);

  /** A whole number. */
  void sample(Labels labels, long value);

  /** Any number. */
  void sample(Labels labels, double value);

  /**
   * A counter of which it is known when it was 0.
   *
   * @param created a form that has no place for it leaves it out
   */
  default void sample(Labels labels, long value, Instant created) {
    sample(labels, value);
  }
}
