package org.vpnledger.flow.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.kernel.packet.PacketSink;
import org.vpnledger.kernel.packet.Way;

/**
 * Reads pcapng, whichever machine wrote it: sections of blocks, each section with interfaces of its
 * own. Blocks of other kinds are passed over.
 *
 * <pre>
 * block               0 type   4 length of all   8 body   ... options   length of all once more
 * section header      8 byte order   12 version   16 length of the section
 * interface           8 link type   12 longest packet   16 options
 * enhanced packet     8 interface   12 time, high   16 time, low   20 captured   24 length   28 packet   options
 * simple packet       8 length   12 packet
 * (obsolete) packet   8 interface, u16   10 drops, u16   then as an enhanced one's
 * </pre>
 */
final class PcapngReader {
  static final int SECTION = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int OBSOLETE_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;
  private static final int BYTE_ORDER = 0x1a2b3c4d;
  private static final int SHORTEST = 12;
  private static final int OPTION_END = 0;
  private static final int OPTION_FLAGS = 2; // of a packet
  private static final int OPTION_RESOLUTION = 9; // of an interface
  private static final int OPTION_OFFSET = 14;
  private static final int MOST_INTERFACES = 4096;

  private final Window window;
  private final PacketSink sink;
  private final List<PcapngInterface> interfaces = new ArrayList<>();
  private final UnreadPackets unread = new UnreadPackets();
  private boolean swapped;

  PcapngReader(Window window, PacketSink sink) {
    this.window = window;
    this.sink = sink;
  }

  void read() throws IOException {
    while (window.has(SHORTEST)) {
      int type = number(0);
      if (type == SECTION) {
        section();
      }
      int length = number(4);
      // Below zero is above 2 GiB: no such block is read.
      if (length < SHORTEST || length > Window.most() || length % 4 != 0) {
        throw damaged("a block of " + Integer.toUnsignedString(length) + " bytes");
      }
      if (!window.has(length)) {
        break;
      }
      if (number(length - 4) != length) {
        throw damaged("a block ends with another length than it begins with");
      }
      block(type, length);
      window.pass(length);
    }
    unread.refuse();
  }

  private void section() throws CaptureException {
    swapped = false;
    int order = number(8);
    swapped = order == Integer.reverseBytes(BYTE_ORDER);
    if (order != BYTE_ORDER && !swapped) {
      throw damaged("a section of no byte order");
    }
    interfaces.clear();
  }

  private void block(int type, int length) throws CaptureException {
    switch (type) {
      case INTERFACE -> interfaces.add(described(length));
      case ENHANCED_PACKET -> packet(number(8), length);
      case OBSOLETE_PACKET -> packet(half(8), length);
      case SIMPLE_PACKET -> simplePacket(length);
      default -> {}
    }
  }

  private PcapngInterface described(int length) throws CaptureException {
    if (length < 20) {
      throw damaged("an interface's block is too short");
    }
    if (interfaces.size() == MOST_INTERFACES) {
      throw damaged("more than " + MOST_INTERFACES + " interfaces");
    }
    int resolution = PcapngInterface.MICROSECONDS;
    long offset = 0;
    for (int at = 16; at + 4 <= length - 4; ) {
      int code = half(at);
      int bytes = half(at + 2);
      if (code == OPTION_END || at + 4 + bytes > length - 4) {
        break;
      }
      if (code == OPTION_RESOLUTION && bytes == 1) {
        resolution = window.memory().get(JAVA_BYTE, window.from() + at + 4L) & 0xff;
      } else if (code == OPTION_OFFSET && bytes == 8) {
        long first = Integer.toUnsignedLong(number(at + 4));
        long second = Integer.toUnsignedLong(number(at + 8));
        offset = isLittle() ? second << 32 | first : first << 32 | second;
      }
      at += 4 + padded(bytes);
    }
    int linkType = half(8);
    return new PcapngInterface(linkType, LinkType.find(linkType), number(12), resolution, offset);
  }

  /** Whether the lower half of a number of 64 bits comes first. */
  private boolean isLittle() {
    return swapped == (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN);
  }

  private void packet(int index, int length) throws CaptureException {
    if (length < 32) {
      throw damaged("a packet's block is too short");
    }
    PcapngInterface from = at(index);
    int captured = number(20);
    if (captured < 0 || captured > length - 32) {
      throw damaged("a packet is longer than its block");
    }
    int options = 28 + padded(captured);
    Way way = way(options, length - 4);
    long time = Integer.toUnsignedLong(number(12)) << 32 | Integer.toUnsignedLong(number(16));
    give(from, 28, captured, Math.max(number(24), captured), from.nanos(time), way);
  }

  private void simplePacket(int length) throws CaptureException {
    if (length < 16) {
      throw damaged("a packet's block is too short");
    }
    PcapngInterface from = at(0);
    int there = length - 16;
    int onTheWire = number(8) < 0 ? there : number(8);
    int limit = from.longest() <= 0 ? there : Math.min(from.longest(), there);
    give(from, 12, Math.min(onTheWire, limit), onTheWire, 0, Way.UNKNOWN); // it has no time
  }

  private void give(PcapngInterface from, int at, int captured, int length, long nanos, Way way) {
    LinkType link = from.link();
    if (link == null) {
      unread.count(from.linkType());
    } else {
      link.pass(window.memory(), window.from() + (long) at, captured, length, nanos, way, sink);
    }
  }

  private PcapngInterface at(int index) throws CaptureException {
    if (index < 0 || index >= interfaces.size()) {
      throw damaged("a packet of an interface that was not described");
    }
    return interfaces.get(index);
  }

  /** The lowest two bits of a packet's flags: 1 for in, 2 for out. */
  private Way way(int from, int end) {
    for (int at = from; at + 4 <= end; ) {
      int code = half(at);
      int bytes = half(at + 2);
      if (code == OPTION_END) {
        break;
      }
      if (code == OPTION_FLAGS && bytes == 4 && at + 8 <= end) {
        int flags = number(at + 4) & 3;
        return flags == 1 ? Way.IN : flags == 2 ? Way.OUT : Way.UNKNOWN;
      }
      at += 4 + padded(bytes);
    }
    return Way.UNKNOWN;
  }

  private static int padded(int bytes) {
    return (bytes + 3) & ~3;
  }

  private int number(int offset) {
    int number = window.memory().get(JAVA_INT_UNALIGNED, window.from() + (long) offset);
    return swapped ? Integer.reverseBytes(number) : number;
  }

  private int half(int offset) {
    short half = window.memory().get(JAVA_SHORT_UNALIGNED, window.from() + (long) offset);
    return (swapped ? Short.reverseBytes(half) : half) & 0xffff;
  }

  private CaptureException damaged(String what) {
    return new CaptureException("it is damaged at byte " + window.position() + ": " + what);
  }
}
