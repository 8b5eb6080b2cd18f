package org.vpnledger.flow.table;

import org.vpnledger.flow.decode.Packet;

/** Tells whose flows are. */
@FunctionalInterface
public interface Labels {
  /** The label of the flow that this packet begins. */
  Label of(Packet first);
}
