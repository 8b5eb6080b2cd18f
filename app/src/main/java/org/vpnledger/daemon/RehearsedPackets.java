package org.vpnledger.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A file of packets as a tunnel has them, TCP and UDP of some thousand flows, for the rehearsal: so
 * that the compiler knows from the first packet on which ways are usual. The rare ones are in it,
 * too: for a way that the compiler has never seen taken it has to begin anew.
 */
final class RehearsedPackets {
  private static final int PACKETS = 300_000;
  private static final int FLOWS = 5000;
  private static final int PCAP_NANOSECONDS = 0xa1b23c4d;
  private static final int RAW = 101;
  private static final int LENGTH = 52;
  private static final long START_NS = 1_767_225_600_000_000_000L;
  private static final int GAP_NS = 2000;
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int RARE = 200;

  /** A question of DNS: 12 bytes of header, the name {@code a}, type and class. */
  private static final byte[] DNS = {0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 0, 0, 1, 0, 1};

  private RehearsedPackets() {}

  static void write(Path file) throws IOException {
    RandomGenerator chance = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    try (OutputStream out = Files.newOutputStream(file)) {
      ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
      header.putInt(PCAP_NANOSECONDS).putShort((short) 2).putShort((short) 4);
      header.putLong(0).putInt(65_535).putInt(RAW);
      out.write(header.array());
      ByteBuffer packets = ByteBuffer.allocate((16 + LENGTH) * 1000);
      for (int i = 0; i < PACKETS; i++) {
        packet(packets, START_NS + (long) i * GAP_NS, i, chance.nextInt(FLOWS));
        if (!packets.hasRemaining()) {
          out.write(packets.array());
          packets.clear();
        }
      }
    }
  }

  private static void packet(ByteBuffer out, long timeNs, int number, int flow) {
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.putInt((int) (timeNs / 1_000_000_000L)).putInt((int) (timeNs % 1_000_000_000L));
    out.putInt(LENGTH).putInt(LENGTH);
    out.order(ByteOrder.BIG_ENDIAN);
    int end = out.position() + LENGTH;
    switch (number % RARE) {
      case 0 -> ipv4(out, flow, UDP).putLong(ports(20_000 + flow, 53, 8 + DNS.length)).put(DNS);
      case 1 -> ipv4(out, flow, UDP).putLong(ports(5353, 5353, LENGTH - 20));
      case 2 -> ipv4(out, flow, UDP).putLong(ports(5355, 20_000 + flow, LENGTH - 20));
      case 3 -> ipv4(out, flow, ICMP).putShort((short) 0x0800);
      case 4 -> ipv6(out, flow).putLong(ports(20_000 + flow, 443, 0)).putInt(0);
      default -> {
        if (flow % 3 == 0) {
          ipv4(out, flow, UDP).putLong(ports(20_000 + flow, 443, LENGTH - 20));
        } else {
          ipv4(out, flow, TCP).putLong(ports(20_000 + flow, 443, 0)).putInt(0).putInt(0x50180200);
        }
      }
    }
    out.position(end);
  }

  /** Of UDP the first 8 bytes, of TCP ports and half of a number. */
  private static long ports(int src, int dst, int length) {
    return (long) src << 48 | (long) dst << 32 | (long) length << 16;
  }

  private static ByteBuffer ipv4(ByteBuffer out, int flow, int protocol) {
    out.putShort((short) 0x4500).putShort((short) LENGTH).putInt(0x4000);
    out.put((byte) 64).put((byte) protocol).putShort((short) 0);
    return out.putInt(0x0a080000 + flow).putInt(0xc6336400 + flow % 256); // 10.8.0.0, 198.51.100.0
  }

  private static ByteBuffer ipv6(ByteBuffer out, int flow) {
    out.putInt(0x60000000).putShort((short) (LENGTH - 40)).put((byte) UDP).put((byte) 64);
    out.putLong(0xfd00_0000_0000_0008L).putLong(flow); // fd00:0:0:8::
    return out.putLong(0x2001_0db8_0000_0000L).putLong(flow % 256);
  }
}
