package org.vpnledger.flow.capture;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.vpnledger.kernel.packet.PacketSink;
import org.vpnledger.kernel.packet.Way;

/**
 * Reads pcap, whichever machine wrote it:
 *
 * <pre>
 * file    0 magic   4 version   8 zone   12 accuracy   16 longest packet   20 link type
 * packet  0 seconds   4 micro- or nanoseconds   8 captured   12 length on the wire   16 packet
 * </pre>
 */
final class PcapReader {
  private static final int MICROSECONDS = 0xa1b2c3d4;
  private static final int NANOSECONDS = 0xa1b23c4d;
  private static final int FILE_HEADER = 24;
  private static final int HEADER = 16;
  private static final int LINK_BITS = 0xffff; // above is what is told of a frame check sequence

  private final Window window;
  private final PacketSink sink;
  private final boolean swapped;
  private final long fraction;

  private PcapReader(Window window, PacketSink sink, boolean swapped, long fraction) {
    this.window = window;
    this.sink = sink;
    this.swapped = swapped;
    this.fraction = fraction;
  }

  static PcapReader of(Window window, int magic, PacketSink sink) throws CaptureException {
    int reversed = Integer.reverseBytes(magic);
    if (magic == MICROSECONDS || reversed == MICROSECONDS) {
      return new PcapReader(window, sink, reversed == MICROSECONDS, 1000);
    }
    if (magic == NANOSECONDS || reversed == NANOSECONDS) {
      return new PcapReader(window, sink, reversed == NANOSECONDS, 1);
    }
    throw new CaptureException("it is neither pcap nor pcapng");
  }

  void read() throws IOException {
    if (!window.has(FILE_HEADER)) {
      throw new CaptureException("it ends within its first " + FILE_HEADER + " bytes");
    }
    LinkType link = LinkType.of(number(20) & LINK_BITS);
    window.pass(FILE_HEADER);
    while (window.has(HEADER)) {
      int captured = number(8);
      if (captured < 0 || captured > PacketFile.LONGEST) {
        throw new CaptureException(
            "it is damaged at byte "
                + window.position()
                + ": a packet of "
                + Integer.toUnsignedString(captured)
                + " bytes");
      }
      if (!window.has(HEADER + captured)) {
        return;
      }
      packets(link);
    }
  }

  /** All packets that are there whole. */
  private void packets(LinkType link) {
    MemorySegment memory = window.memory();
    long from = window.from();
    long end = from + window.available();
    while (from + HEADER <= end) {
      int captured = at(memory, from + 8);
      long next = from + HEADER + captured;
      if (captured < 0 || captured > PacketFile.LONGEST || next > end) {
        break;
      }
      long nanos =
          Integer.toUnsignedLong(at(memory, from)) * 1_000_000_000L
              + Integer.toUnsignedLong(at(memory, from + 4)) * fraction;
      int length = Math.max(at(memory, from + 12), captured);
      link.pass(memory, from + HEADER, captured, length, nanos, Way.UNKNOWN, sink);
      from = next;
    }
    window.pass((int) (from - window.from()));
  }

  private int at(MemorySegment memory, long offset) {
    int number = memory.get(JAVA_INT_UNALIGNED, offset);
    return swapped ? Integer.reverseBytes(number) : number;
  }

  private int number(int offset) {
    return at(window.memory(), window.from() + (long) offset);
  }
}
