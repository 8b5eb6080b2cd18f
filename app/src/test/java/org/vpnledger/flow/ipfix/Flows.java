package org.vpnledger.flow.ipfix;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.vpn.Address;

/** Flows of tests. */
final class Flows {
  static final long START = 1_769_817_600_123_456_789L;

  private Flows() {}

  static FlowRecord tcp(int number) {
    return flow(
        Direction.RX, 6, "10.8.0.2", 40000, "198.51.100.7", 443, number, number * 1000L, 27);
  }

  static FlowRecord flow(
      Direction direction,
      int protocol,
      String src,
      int srcPort,
      String dst,
      int dstPort,
      long packets,
      long bytes,
      int flags) {
    return named(direction, protocol, src, srcPort, dst, dstPort, packets, bytes, flags, "alice");
  }

  static FlowRecord named(
      Direction direction,
      int protocol,
      String src,
      int srcPort,
      String dst,
      int dstPort,
      long packets,
      long bytes,
      int flags,
      @Nullable String name) {
    return new FlowRecord(
        START,
        START + 4_567_000_000L,
        "gw1",
        "wg0",
        "QUxJQ0VBTElDRUFMSUNFQUxJQ0VBTElDRUFMSUNFQUE=",
        name,
        direction,
        protocol,
        Objects.requireNonNull(Address.parse(src)),
        srcPort,
        Objects.requireNonNull(Address.parse(dst)),
        dstPort,
        "example.com",
        packets,
        bytes,
        flags);
  }
}
