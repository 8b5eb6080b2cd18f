package org.vpnledger.kernel.packet;

import java.lang.foreign.MemorySegment;

/** Takes packets one after the other, where they lie; they are gone when it returns. */
@FunctionalInterface
public interface PacketSink {
  /**
   * One packet.
   *
   * @param memory what it lies in; nothing may be read of it but the packet
   * @param at where its network header begins
   * @param captured how many of its bytes are there from {@code at} on
   * @param length how many it had on the wire from {@code at} on; padding of short Ethernet frames
   *     is among them
   * @param timestampNs when it passed, in ns since 1970
   * @param etherType its protocol, IEEE 802: 0x0800 for IPv4, 0x86dd for IPv6
   * @param way which way it went
   */
  void packet(
      MemorySegment memory,
      long at,
      int captured,
      int length,
      long timestampNs,
      int etherType,
      Way way);
}
