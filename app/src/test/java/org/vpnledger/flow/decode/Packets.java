package org.vpnledger.flow.decode;

import java.util.List;
import java.util.Objects;
import org.vpnledger.flow.Direction;
import org.vpnledger.vpn.Address;

/** Packets as they are once decoded, for tests of what comes behind. */
public final class Packets {
  private Packets() {}

  public static Packet udp(
      long timeNs, String src, int srcPort, String dst, int dstPort, int size) {
    Packet packet = packet(timeNs, src, dst, 17, size);
    packet.srcPort = srcPort;
    packet.dstPort = dstPort;
    return packet;
  }

  public static Packet tcp(
      long timeNs, String src, int srcPort, String dst, int dstPort, int flags, int size) {
    Packet packet = udp(timeNs, src, srcPort, dst, dstPort, size);
    packet.protocol = 6;
    packet.tcpFlags = flags;
    return packet;
  }

  public static Packet icmp(long timeNs, String src, String dst, int type, int code, int size) {
    Packet packet = packet(timeNs, src, dst, 1, size);
    packet.icmp = (type << 8) | code;
    return packet;
  }

  /** With an answer of DNS to a client. */
  public static Packet answer(long timeNs, String client, DnsMessage message) {
    Packet packet = udp(timeNs, "192.0.2.53", 53, client, 40000, 100);
    packet.direction = Direction.TX;
    packet.dns = List.of(message);
    return packet;
  }

  /** The same, the way that it went. */
  public static Packet way(Direction direction, Packet packet) {
    packet.direction = direction;
    return packet;
  }

  private static Packet packet(long timeNs, String src, String dst, int protocol, int size) {
    Packet packet = new Packet();
    Address from = Objects.requireNonNull(Address.parse(src));
    Address to = Objects.requireNonNull(Address.parse(dst));
    packet.timestampNs = timeNs;
    packet.ipv4 = from.isIpv4();
    packet.srcHigh = from.high();
    packet.srcLow = from.low();
    packet.dstHigh = to.high();
    packet.dstLow = to.low();
    packet.protocol = protocol;
    packet.size = size;
    return packet;
  }
}
