package org.vpnledger.ledger;

import org.vpnledger.vpn.Counters;

/**
 * Bytes moved in a stretch of time.
 *
 * @param rxBytes received by the server
 * @param txBytes sent by the server
 * @param estimatedBytes how many of both together are placed here by estimate, because nobody was
 *     watching when they moved
 */
public record Amount(long rxBytes, long txBytes, long estimatedBytes) {
  /** Nothing. */
  public static final Amount ZERO = new Amount(0, 0, 0);

  /** The sum of both. */
  public Amount plus(Amount more) {
    return new Amount(
        rxBytes + more.rxBytes, txBytes + more.txBytes, estimatedBytes + more.estimatedBytes);
  }

  /** These bytes, all known or all estimated. */
  public static Amount of(Counters moved, boolean estimated) {
    return new Amount(moved.rxBytes(), moved.txBytes(), estimated ? moved.totalBytes() : 0);
  }

  /** Whether nothing was moved. */
  public boolean isZero() {
    return rxBytes == 0 && txBytes == 0;
  }
}
