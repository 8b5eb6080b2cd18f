package org.vpnledger.flow.capture;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout.OfShort;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.packet.PacketSink;
import org.vpnledger.kernel.packet.Way;

/**
 * What comes before the IP header in a file of packets, tcpdump.org/linktypes.html. Behind a type
 * that is a VLAN tag's there is the tag, and the next type.
 */
enum LinkType {
  /** Nothing: {@code RAW}, {@code IPV4}, {@code IPV6}. */
  RAW(0),
  /** 12 bytes of addresses, 2 of type. */
  ETHERNET(14),
  /** BSD's loopback: 4 bytes of address family. */
  NULL(4),
  /** Linux' "any" interface: 0 way, 14 type. */
  LINUX_SLL(16),
  /** Its second version: 0 type, 10 way. */
  LINUX_SLL2(20);

  /** What can be read, for a line that refuses another. */
  static final String READABLE = "raw IP, Ethernet, loopback and Linux' cooked ones can";

  private static final OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int IPV4 = 0x0800;
  private static final int VLAN = 0x8100;
  private static final int PROVIDER_VLAN = 0x88a8;
  private static final int OLD_PROVIDER_VLAN = 0x9100;
  private static final int OUTGOING = 4; // PACKET_OUTGOING
  private static final int MOST_TAGS = 4;

  private final int header;

  LinkType(int header) {
    this.header = header;
  }

  /** By its number in a file. */
  static LinkType of(int number) throws CaptureException {
    LinkType type = find(number);
    if (type == null) {
      throw new CaptureException("packets of link type " + number + " cannot be read: " + READABLE);
    }
    return type;
  }

  /** By its number in a file; absent if such packets cannot be read. */
  static @Nullable LinkType find(int number) {
    return switch (number) {
      case 0, 108 -> NULL;
      case 1 -> ETHERNET;
      case 12, 14, 101, 228, 229 -> RAW;
      case 113 -> LINUX_SLL;
      case 276 -> LINUX_SLL2;
      default -> null;
    };
  }

  /** Gives the sink what is behind the header. */
  void pass(
      MemorySegment memory,
      long at,
      int captured,
      int length,
      long timestampNs,
      Way told,
      PacketSink sink) {
    if (captured < header) {
      sink.packet(memory, at, 0, 0, timestampNs, 0, told);
      return;
    }
    int skipped = header;
    int type = IPV4;
    Way way = told;
    switch (this) {
      case RAW, NULL -> {}
      case ETHERNET -> type = memory.get(SHORT, at + 12) & 0xffff;
      case LINUX_SLL -> {
        way = memory.get(SHORT, at) == OUTGOING ? Way.OUT : Way.IN;
        type = memory.get(SHORT, at + 14) & 0xffff;
      }
      case LINUX_SLL2 -> {
        type = memory.get(SHORT, at) & 0xffff;
        way = memory.get(SHORT, at + 10) >>> 8 == OUTGOING ? Way.OUT : Way.IN;
      }
    }
    for (int i = 0; isTag(type) && i < MOST_TAGS && skipped + 4 <= captured; i++) {
      type = memory.get(SHORT, at + skipped + 2) & 0xffff;
      skipped += 4;
    }
    sink.packet(memory, at + skipped, captured - skipped, length - skipped, timestampNs, type, way);
  }

  private static boolean isTag(int type) {
    return type == VLAN || type == PROVIDER_VLAN || type == OLD_PROVIDER_VLAN;
  }
}
