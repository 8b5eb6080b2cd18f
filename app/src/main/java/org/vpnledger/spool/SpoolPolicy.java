package org.vpnledger.spool;

import java.time.Duration;

/**
 * What an uploader may do.
 *
 * @param keep whether files stay after their upload; whoever wants them gone deletes them
 * @param mostBytes of files that wait: with more, the oldest are dropped
 * @param mostFiles likewise
 * @param shortestDelay after a failed attempt, doubled with each one after it
 * @param longestDelay up to this
 */
public record SpoolPolicy(
    boolean keep, long mostBytes, int mostFiles, Duration shortestDelay, Duration longestDelay) {
  private static final int MOST_FILES = 100_000;

  public SpoolPolicy {
    if (mostBytes < 1 || mostFiles < 1 || shortestDelay.compareTo(longestDelay) > 0) {
      throw new IllegalArgumentException("a spool's limits are 1 or more, its delays in order");
    }
  }

  /** With 1 s to 5 minutes between attempts. */
  public static SpoolPolicy of(boolean keep, long mostBytes) {
    return new SpoolPolicy(
        keep, mostBytes, MOST_FILES, Duration.ofSeconds(1), Duration.ofMinutes(5));
  }
}
