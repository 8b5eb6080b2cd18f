package org.vpnledger.flow.policy;

/**
 * What is logged of some traffic.
 *
 * @param level how much
 * @param destinations how the other side's address is
 * @param dns whether messages of DNS are, and the names that were looked up: never beside totals
 *     alone
 */
public record Decision(Level level, Destinations destinations, boolean dns) {
  /** Nothing at all. */
  public static final Decision NOTHING = new Decision(Level.NONE, Destinations.WHOLE, false);

  public Decision {
    dns = dns && level.hasFlows();
  }

  /**
   * Whether a flow may carry the host's name: beside a hash it would tell what the hash hides, for
   * all time.
   */
  public boolean host() {
    return dns && destinations != Destinations.HASHED;
  }
}
