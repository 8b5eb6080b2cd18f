package org.vpnledger.flow.ipfix;

/** Keeps datagrams from coming faster than a collector takes them from its socket. */
final class Pace {
  /** What may be made up for after a wait: a burst that a socket's buffer holds easily. */
  private static final long BURST_NS = 5_000_000;

  private final long flowNs;
  private long due = System.nanoTime();

  Pace(int flowsPerSecond) {
    this.flowNs = 1_000_000_000L / flowsPerSecond;
  }

  /** Waits as long as that many flows take. */
  void sent(int flows) throws InterruptedException {
    long now = System.nanoTime();
    due = Math.max(due - now, -BURST_NS) + now + flows * flowNs;
    long wait = due - now;
    if (wait > 0) {
      Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
    }
  }
}
