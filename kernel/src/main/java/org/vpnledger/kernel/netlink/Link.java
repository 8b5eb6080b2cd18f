package org.vpnledger.kernel.netlink;

/**
 * A network interface.
 *
 * @param index its number within its namespace; numbers are given in ascending order, so that
 *     another interface of the same name has another one
 * @param name up to 15 bytes
 * @param kind {@code veth} or {@code bridge}, say; empty when it has none
 * @param troubles what went wrong on it since it came into being
 */
public record Link(int index, String name, String kind, Troubles troubles) {

  /**
   * Packets that an interface lost, of {@code struct rtnl_link_stats64}; what counts as an error
   * and what as dropped is the driver's choice.
   */
  public record Troubles(long rxErrors, long txErrors, long rxDropped, long txDropped) {
    /** None at all. */
    public static final Troubles NONE = new Troubles(0, 0, 0, 0);
  }
}
