package org.vpnledger.lab;

/**
 * A packet as tshark tells of it; texts are empty where there is nothing to tell.
 *
 * @param size of IP, headers included
 * @param timeNs since 1970
 * @param icmp type * 256 + code
 * @param dns the whole message of DNS that it ends, in base64
 */
record SeenPacket(
    String src,
    String srcPort,
    String dst,
    String dstPort,
    String protocol,
    long size,
    long timeNs,
    int tcpFlags,
    String icmp,
    String dns) {

  /** The kernel's own: it looks for routers and tells of multicast groups whenever it likes. */
  boolean isTheKernels() {
    return src.startsWith("fe80:") || src.equals("::");
  }

  /** As the packet log has it. */
  String line() {
    return String.join(
        ",", src, srcPort, dst, dstPort, protocol, Long.toString(size), Long.toString(timeNs), dns);
  }
}
