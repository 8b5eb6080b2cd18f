package org.vpnledger.flow.decode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes whole messages of DNS out of packets: over UDP each packet is one, over TCP each has its
 * length before it and may come in pieces.
 */
final class DnsTap {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int DNS = 53;
  private static final int MULTICAST = 5353;
  private static final int LINK_LOCAL = 5355;

  private final DnsStreams streams = new DnsStreams();

  /** Whether the packet may hold some. */
  static boolean concerns(Packet packet) {
    return isPort(packet.srcPort) || isPort(packet.dstPort);
  }

  private static boolean isPort(int port) {
    return port == DNS || port == MULTICAST || port == LINK_LOCAL;
  }

  /** The messages that end with this packet. */
  List<DnsMessage> messages(Packet packet) {
    boolean whole =
        packet.payloadBytes > 0
            && packet.payloadCaptured == packet.payloadBytes
            && packet.fault == Fault.NONE;
    return switch (packet.protocol) {
      case UDP -> whole ? parsed(List.of(bytes(packet))) : List.of();
      case TCP -> parsed(streams.messages(packet, whole ? bytes(packet) : new byte[0]));
      default -> List.of();
    };
  }

  private static byte[] bytes(Packet packet) {
    byte[] bytes = new byte[packet.payloadBytes];
    MemorySegment.copy(packet.memory, JAVA_BYTE, packet.payloadAt, bytes, 0, bytes.length);
    return bytes;
  }

  private static List<DnsMessage> parsed(List<byte[]> whole) {
    List<DnsMessage> messages = new ArrayList<>();
    for (byte[] bytes : whole) {
      @Nullable DnsMessage message = DnsParser.parse(bytes);
      if (message != null) {
        messages.add(message);
      }
    }
    return messages;
  }
}
