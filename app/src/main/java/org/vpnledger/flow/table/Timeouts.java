package org.vpnledger.flow.table;

import java.time.Duration;

/**
 * When a flow is over.
 *
 * @param idle after so long without a packet
 * @param active after so long whether or not more packets come: then the rest is another flow
 */
public record Timeouts(Duration idle, Duration active) {
  /** As most exporters of flows have it. */
  public static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(15), Duration.ofMinutes(1));

  public Timeouts {
    if (idle.compareTo(Duration.ofSeconds(1)) < 0 || active.compareTo(idle) < 0) {
      throw new IllegalArgumentException("a flow is idle after 1 s or more, and active for longer");
    }
  }
}
