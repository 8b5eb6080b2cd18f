package org.vpnledger.flow.capture;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ReadableByteChannel;
import org.vpnledger.kernel.packet.PacketSink;

/**
 * A file or stream of packets, as tcpdump and Wireshark write it: pcap (draft-ietf-opsawg-pcap) or
 * pcapng (draft-ietf-opsawg-pcapng), told apart by their first bytes.
 */
public final class PacketFile {
  /** As libpcap has it: no packet is longer. */
  static final int LONGEST = 256 << 10;

  private PacketFile() {}

  /**
   * Gives the sink all packets, and returns at the end of the stream.
   *
   * @return how many bytes of a packet that ends too early were left over, 0 if all is whole
   * @throws CaptureException if it is no such file; if it is damaged, and the packets before were
   *     given; or if it has packets of a link type that cannot be read, and all others were given
   */
  public static long read(ReadableByteChannel channel, PacketSink sink) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Window window = new Window(channel, arena);
      if (!window.has(4)) {
        throw new CaptureException(
            window.available() == 0 ? "it is empty" : "it is neither pcap nor pcapng");
      }
      int magic = window.memory().get(JAVA_INT_UNALIGNED, 0);
      if (magic == PcapngReader.SECTION) { // the same from either end
        new PcapngReader(window, sink).read();
      } else {
        PcapReader.of(window, magic, sink).read();
      }
      return window.available();
    }
  }
}
