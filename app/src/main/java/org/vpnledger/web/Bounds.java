package org.vpnledger.web;

import java.time.Duration;

/**
 * What clients may cost, however slow or hostile they are.
 *
 * @param connections at once; if there are more, the one that has kept us waiting longest is cut,
 *     or else the new one is closed
 * @param answering answers that are made at once; others wait for {@code patience}
 * @param patience how long a request waits for its turn, before it is told to come later
 * @param headBytes the longest request line, and the most bytes of all headers together
 * @param headTime for a request's head, from its first byte (of a connection's first one: from its
 *     beginning, so that the TLS handshake is within)
 * @param idleTime between an answer and the next request of a connection
 * @param writeTime for writing an answer, from its first byte to its last
 * @param bodyBytes of bodies that are being written, the same body counted once; beyond that, who
 *     reads most slowly is cut
 */
public record Bounds(
    int connections,
    int answering,
    Duration patience,
    int headBytes,
    Duration headTime,
    Duration idleTime,
    Duration writeTime,
    long bodyBytes) {
  /** For a heap of some hundred megabytes, and pages of some tens. */
  public static final Bounds USUAL =
      new Bounds(
          64,
          4,
          Duration.ofSeconds(5),
          8192,
          Duration.ofSeconds(10),
          Duration.ofSeconds(90),
          Duration.ofSeconds(15),
          64L << 20);
}
