package org.vpnledger.vpn;

/**
 * What a counter showed, seen from the server.
 *
 * @param rxBytes bytes that the server received from the peer (the client's upload), cumulative
 * @param txBytes bytes that the server sent to the peer (the client's download), cumulative
 */
public record Counters(long rxBytes, long txBytes) {
  /** Nothing moved yet. */
  public static final Counters ZERO = new Counters(0, 0);

  public Counters {
    if (rxBytes < 0 || txBytes < 0) {
      throw new IllegalArgumentException("negative counter: rx " + rxBytes + ", tx " + txBytes);
    }
  }

  /** Both directions together. */
  public long totalBytes() {
    return rxBytes + txBytes;
  }

  /** The sum of both. */
  public Counters plus(Counters more) {
    return new Counters(rxBytes + more.rxBytes, txBytes + more.txBytes);
  }

  /** What was moved since {@code earlier}, which must not be larger in either direction. */
  public Counters minus(Counters earlier) {
    return new Counters(rxBytes - earlier.rxBytes, txBytes - earlier.txBytes);
  }

  /** Whether either direction shows less than {@code earlier} did: the counter was reset. */
  public boolean isBelow(Counters earlier) {
    return rxBytes < earlier.rxBytes || txBytes < earlier.txBytes;
  }

  /** Whether nothing was moved. */
  public boolean isZero() {
    return rxBytes == 0 && txBytes == 0;
  }
}
