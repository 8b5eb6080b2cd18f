package org.vpnledger.daemon;

import org.vpnledger.flow.FlowRecord;
import org.vpnledger.flow.table.Flow;

/** A flow with where it was seen, as it is logged. */
final class FlowRecords {
  private FlowRecords() {}

  static FlowRecord of(String gateway, String tunnel, Flow flow) {
    return new FlowRecord(
        flow.startNs(),
        flow.endNs(),
        gateway,
        tunnel,
        flow.label().peer(),
        flow.label().name(),
        flow.direction(),
        flow.protocol(),
        flow.src(),
        flow.srcPort(),
        flow.dst(),
        flow.dstPort(),
        flow.label().host(),
        flow.packets(),
        flow.bytes(),
        flow.tcpFlags());
  }
}
