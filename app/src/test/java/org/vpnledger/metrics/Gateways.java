package org.vpnledger.metrics;

import java.time.Instant;

/** Pages of a gateway, for tests of other rooms. */
public final class Gateways {
  /** When all of it is known. */
  public static final Instant NOW = Office.NOW;

  private Gateways() {}

  /** Of two peers, one of them with a name and online. */
  public static MetricsPages usual() {
    return Office.usual().pages();
  }
}
