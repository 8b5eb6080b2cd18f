package org.vpnledger.flow.peer;

/** Who had which address in a tunnel when. */
@FunctionalInterface
public interface DatedOwners {
  /** Nobody ever had any. */
  DatedOwners NOBODY = _ -> PeerTable.EMPTY;

  /**
   * As it was at a moment.
   *
   * @param timestampNs in ns since 1970
   */
  PeerTable at(long timestampNs);
}
