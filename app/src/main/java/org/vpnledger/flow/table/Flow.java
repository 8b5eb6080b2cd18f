package org.vpnledger.flow.table;

import org.vpnledger.flow.Direction;
import org.vpnledger.vpn.Address;

/**
 * A flow that is over.
 *
 * @param source which interface or file its packets came from
 * @param startNs when its first packet passed, in ns since 1970
 * @param endNs when its last one did
 * @param dstPort of ICMP type * 256 + code, as NetFlow has it; -1 where there is none
 * @param bytes of IP packets, headers included
 * @param tcpFlags all that were seen
 */
public record Flow(
    int source,
    long startNs,
    long endNs,
    Direction direction,
    int protocol,
    Address src,
    int srcPort,
    Address dst,
    int dstPort,
    long packets,
    long bytes,
    int tcpFlags,
    Label label) {}
