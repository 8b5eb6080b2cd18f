package org.vpnledger.flow.log;

import java.time.Duration;

/**
 * When a file is finished and the next one begins.
 *
 * @param rows after so many
 * @param interval after so long since its first one
 */
public record Rotation(long rows, Duration interval) {
  public Rotation {
    if (rows < 1 || interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException("a file has a row and takes some time");
    }
  }
}
