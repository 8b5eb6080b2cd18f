package org.vpnledger.lab;

import java.util.Base64;
import java.util.HexFormat;

/**
 * A packet as tshark tells of it.
 *
 * @param timeNs since 1970
 * @param srcPort -1 where it has none
 * @param dstPort of ICMP -1
 * @param icmp type * 256 + code, -1 for all but ICMP's first fragments
 * @param size of IP, headers included
 * @param dns the message of DNS that it ends, as hexadecimal digits, empty without one
 */
record SeenPacket(
    long timeNs,
    String src,
    int srcPort,
    String dst,
    int dstPort,
    int protocol,
    int icmp,
    int size,
    int tcpFlags,
    String dns) {

  static final int NONE = -1;

  /** The kernel's own: it looks for routers and tells of multicast groups whenever it likes. */
  boolean isTheKernels() {
    return src.startsWith("fe80:") || src.equals("::");
  }

  /** As the packet log has it. */
  String line() {
    return String.join(
        ",",
        src,
        text(srcPort),
        dst,
        text(dstPort),
        Integer.toString(protocol),
        Integer.toString(size),
        Long.toString(timeNs),
        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(dns)));
  }

  static String text(int port) {
    return port == NONE ? "" : Integer.toString(port);
  }
}
