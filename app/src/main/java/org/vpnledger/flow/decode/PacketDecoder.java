package org.vpnledger.flow.decode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfLong;
import java.lang.foreign.ValueLayout.OfShort;
import java.nio.ByteOrder;
import org.vpnledger.flow.Direction;
import org.vpnledger.kernel.packet.Way;

/**
 * Reads packets from their IP header on, RFC 791 and RFC 8200. Nothing outside of what was captured
 * is read, whatever the packet says of its lengths; what it says truly is kept.
 *
 * <pre>
 * IPv4  0 version, words  2 total length  4 identification  6 flags, offset  9 protocol  12 src  16 dst
 * IPv6  0 version  4 payload length  6 next header  8 src  24 dst  40 extension headers or payload
 * </pre>
 *
 * <p>Of GRE and ESP the outer side is read. Remembers the ports of first fragments, so the packets
 * of one interface have to come in their order. Used by one thread.
 */
public final class PacketDecoder {
  private static final int IPV6_HEADER = 40;
  private static final int IPV4_HEADER = 20;
  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int OFFSET = 0x1fff;

  private static final int HOP_BY_HOP = 0;
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int DCCP = 33;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int ICMPV6 = 58;
  private static final int NO_NEXT = 59;
  private static final int DESTINATION = 60;
  private static final int SCTP = 132;
  private static final int MOBILITY = 135;
  private static final int UDP_LITE = 136;
  private static final int HOST_IDENTITY = 139;
  private static final int SHIM6 = 140;

  /** More than any honest packet has. */
  private static final int MOST_EXTENSIONS = 16;

  private static final OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Fragments fragments = new Fragments();

  /**
   * Reads one packet.
   *
   * @param at where its IP header begins
   * @param captured how many bytes are there from {@code at} on
   * @param length how many it had on the wire; those behind the IP packet's own length are padding
   * @param into takes what it says
   */
  public void decode(
      MemorySegment memory,
      long at,
      int captured,
      int length,
      long timestampNs,
      Way way,
      Packet into) {
    into.memory = memory;
    into.timestampNs = timestampNs;
    into.direction =
        switch (way) {
          case IN -> Direction.RX;
          case OUT -> Direction.TX;
          case UNKNOWN -> Direction.UNKNOWN;
        };
    into.srcPort = Packet.NO_PORT;
    into.dstPort = Packet.NO_PORT;
    into.icmp = Packet.NO_PORT;
    into.tcpFlags = 0;
    into.payloadBytes = 0;
    into.payloadCaptured = 0;
    into.fault = Fault.NONE;
    int there = Math.min(captured, length);
    if (there < 1) {
      into.fault = Fault.SHORT_IP_HEADER;
      return;
    }
    int first = memory.get(JAVA_BYTE, at) & 0xff;
    if (first >>> 4 == 4) {
      ipv4(memory, at, there, length, into);
    } else if (first >>> 4 == 6) {
      ipv6(memory, at, there, length, into);
    } else {
      into.fault = Fault.NOT_IP;
    }
  }

  private void ipv4(MemorySegment memory, long at, int there, int length, Packet into) {
    if (there < IPV4_HEADER) {
      into.fault = Fault.SHORT_IP_HEADER;
      return;
    }
    long start = memory.get(LONG, at); // version, words, service, total length, number, fragment
    long middle = memory.get(LONG, at + 8); // time to live, protocol, checksum, source
    into.ipv4 = true;
    into.srcHigh = 0;
    into.dstHigh = 0;
    into.srcLow = Packet.MAPPED | (middle & 0xffff_ffffL);
    into.dstLow = Packet.MAPPED | (memory.get(INT, at + 16) & 0xffff_ffffL);
    into.protocol = (int) (middle >>> 48) & 0xff;
    int header = 4 * ((int) (start >>> 56) & 0xf);
    int total = (int) (start >>> 32) & 0xffff;
    if (total == 0) {
      total = length; // the kernel's own large packets, before they are cut
    }
    into.size = total;
    if (total > length || total < IPV4_HEADER) {
      into.fault = Fault.WRONG_TOTAL_LENGTH;
      into.size = length;
    }
    if (header < IPV4_HEADER || header > into.size) {
      into.fault = Fault.WRONG_HEADER_LENGTH;
      return;
    }
    int fragment = (int) start & (MORE_FRAGMENTS | OFFSET);
    if (fragment == 0) {
      transport(memory, at, header, Math.min(there, into.size), false, into);
    } else {
      fragment(memory, at, header, Math.min(there, into.size), (int) start, into);
    }
  }

  /** The number of an IPv4 packet, and which of its fragments this one is. */
  private void fragment(
      MemorySegment memory, long at, int header, int end, int numberAndOffset, Packet into) {
    int identification = numberAndOffset >>> 16;
    if ((numberAndOffset & OFFSET) != 0) {
      laterFragment(identification, into);
    } else {
      transport(memory, at, header, end, true, into);
      fragments.remember(into, identification);
    }
  }

  private void ipv6(MemorySegment memory, long at, int there, int length, Packet into) {
    if (there < IPV6_HEADER) {
      into.fault = Fault.SHORT_IP_HEADER;
      return;
    }
    into.ipv4 = false;
    into.srcHigh = memory.get(LONG, at + 8);
    into.srcLow = memory.get(LONG, at + 16);
    into.dstHigh = memory.get(LONG, at + 24);
    into.dstLow = memory.get(LONG, at + 32);
    int next = memory.get(JAVA_BYTE, at + 6) & 0xff;
    int payload = memory.get(SHORT, at + 4) & 0xffff;
    // 0 is a jumbogram's (RFC 2675), or the kernel's own large packet's, before it is cut, unless
    // there really is nothing, which short frames are padded behind.
    into.size = payload == 0 && next != NO_NEXT ? length : IPV6_HEADER + payload;
    if (into.size > length) {
      into.fault = Fault.WRONG_TOTAL_LENGTH;
      into.size = length;
    }
    int end = Math.min(there, into.size);
    if (isExtension(next)) {
      extensions(memory, at, end, next, into);
    } else {
      into.protocol = next;
      transport(memory, at, IPV6_HEADER, end, false, into);
    }
  }

  private static boolean isExtension(int header) {
    return switch (header) {
      case HOP_BY_HOP,
          ROUTING,
          FRAGMENT,
          AUTHENTICATION,
          DESTINATION,
          MOBILITY,
          HOST_IDENTITY,
          SHIM6 ->
          true;
      default -> false;
    };
  }

  /** Extension headers: 0 next header, 1 length; of a fragment 2 offset and flags, 4 its number. */
  private void extensions(MemorySegment memory, long at, int end, int first, Packet into) {
    int next = first;
    int offset = IPV6_HEADER;
    boolean isFirst = false;
    int identification = 0;
    for (int i = 0; isExtension(next); i++) {
      if (i == MOST_EXTENSIONS || offset + 8 > end) {
        into.protocol = offset < end ? memory.get(JAVA_BYTE, at + offset) & 0xff : next;
        into.fault = Fault.WRONG_EXTENSIONS;
        return;
      }
      int header = next;
      int words = memory.get(JAVA_BYTE, at + offset + 1) & 0xff;
      next = memory.get(JAVA_BYTE, at + offset) & 0xff;
      if (header == FRAGMENT) {
        int fragment = memory.get(SHORT, at + offset + 2) & 0xffff;
        identification = memory.get(INT, at + offset + 4);
        if (fragment >>> 3 != 0) {
          into.protocol = next;
          laterFragment(identification, into);
          return;
        }
        isFirst = (fragment & 1) != 0;
        offset += 8;
      } else {
        offset += header == AUTHENTICATION ? 4 * (words + 2) : 8 * (words + 1);
      }
    }
    into.protocol = next;
    if (offset > end) {
      into.fault = Fault.WRONG_EXTENSIONS;
      return;
    }
    transport(memory, at, offset, end, isFirst, into);
    if (isFirst) {
      fragments.remember(into, identification);
    }
  }

  private void laterFragment(int identification, Packet into) {
    long ports = fragments.recall(into, identification);
    if (Fragments.hasNone(ports)) {
      return;
    }
    if (ports >= 0) {
      into.srcPort = (int) (ports >>> 16);
      into.dstPort = (int) (ports & 0xffff);
    } else if (hasPorts(into.protocol)) {
      into.fault = Fault.UNKNOWN_FRAGMENT;
    }
  }

  private static boolean hasPorts(int protocol) {
    return protocol == TCP
        || protocol == UDP
        || protocol == SCTP
        || protocol == DCCP
        || protocol == UDP_LITE;
  }

  /** What IP carries, whole or the first part of it. */
  private static void transport(
      MemorySegment memory, long at, int header, int end, boolean isPart, Packet into) {
    int protocol = into.protocol;
    if (hasPorts(protocol)) {
      if (header + 4 > end) {
        into.fault = Fault.SHORT_TRANSPORT_HEADER;
        return;
      }
      int ports = memory.get(INT, at + header);
      into.srcPort = ports >>> 16;
      into.dstPort = ports & 0xffff;
      if (protocol == TCP) {
        tcp(memory, at, header, end, into);
      } else if (header + 8 > end) {
        into.fault = Fault.SHORT_TRANSPORT_HEADER; // of all others it is 8 bytes or more
      } else if (protocol == UDP) {
        udp(memory, at, header, end, isPart, into);
      }
    } else if (protocol == ICMP || protocol == ICMPV6) {
      if (header + 2 > end) {
        into.fault = Fault.SHORT_TRANSPORT_HEADER;
      } else {
        into.icmp = memory.get(SHORT, at + header) & 0xffff;
      }
    }
  }

  /** UDP: 4 length with these 8 bytes, which of a first fragment is more than it has. */
  private static void udp(
      MemorySegment memory, long at, int header, int end, boolean isPart, Packet into) {
    int told = memory.get(SHORT, at + header + 4) & 0xffff;
    payload(at, header + 8, end, into);
    boolean isJumbo = told == 0 && !into.ipv4; // RFC 2675
    boolean lies = told < 8 ? !isJumbo : told > into.size - header && !isPart;
    if (lies && into.fault == Fault.NONE) {
      into.fault = Fault.WRONG_UDP_LENGTH;
    }
    if (told >= 8) {
      into.payloadBytes = Math.min(into.payloadBytes, told - 8);
      into.payloadCaptured = Math.min(into.payloadCaptured, told - 8);
    }
  }

  /** TCP: 4 sequence number, 12 words of header, 13 flags. */
  private static void tcp(MemorySegment memory, long at, int header, int end, Packet into) {
    if (header + 14 > end) {
      into.fault = Fault.SHORT_TRANSPORT_HEADER;
      return;
    }
    into.tcpSequence = memory.get(INT, at + header + 4);
    into.tcpFlags = memory.get(JAVA_BYTE, at + header + 13) & 0xff;
    int bytes = (memory.get(JAVA_BYTE, at + header + 12) >>> 4 & 0xf) * 4;
    if (bytes >= 20 && header + bytes <= into.size) {
      payload(at, header + bytes, end, into);
    } else {
      into.fault = Fault.SHORT_TRANSPORT_HEADER;
    }
  }

  private static void payload(long at, int from, int end, Packet into) {
    into.payloadAt = at + from;
    into.payloadBytes = Math.max(into.size - from, 0);
    into.payloadCaptured = Math.max(end - from, 0);
  }
}
