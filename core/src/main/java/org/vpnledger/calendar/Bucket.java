package org.vpnledger.calendar;

import java.time.Instant;

/**
 * A stretch of time that usage is summed over.
 *
 * @param start the first moment in it
 * @param end the first moment after it
 */
public record Bucket(Instant start, Instant end) {
  public Bucket {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("empty bucket at " + start);
    }
  }

  /** Whether {@code at} lies in it. */
  public boolean contains(Instant at) {
    return !at.isBefore(start) && at.isBefore(end);
  }
}
