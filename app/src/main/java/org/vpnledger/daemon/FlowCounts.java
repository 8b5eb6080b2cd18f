package org.vpnledger.daemon;

import java.util.Map;
import org.vpnledger.flow.decode.Fault;

/**
 * What the capture of flows counted since the daemon began.
 *
 * @param packets that were looked at
 * @param drops packets that the kernel had no room for
 * @param flows that go on now
 * @param evicted flows that were closed early, since the table was full
 * @param lost rows that the disk had no room for
 * @param faults packets that were not understood to their end, by reason
 */
record FlowCounts(
    long packets, long drops, long flows, long evicted, long lost, Map<Fault, Long> faults) {
  static final FlowCounts NONE = new FlowCounts(0, 0, 0, 0, 0, Map.of());

  FlowCounts {
    faults = Map.copyOf(faults);
  }
}
