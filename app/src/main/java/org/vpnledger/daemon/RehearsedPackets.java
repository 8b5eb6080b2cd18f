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
 * that the compiler knows from the first packet on which ways are usual.
 */
final class RehearsedPackets {
  private static final int PACKETS = 300_000;
  private static final int FLOWS = 5000;
  private static final int PCAP_NANOSECONDS = 0xa1b23c4d;
  private static final int RAW = 101;
  private static final int LENGTH = 52;
  private static final long START_NS = 1_767_225_600_000_000_000L;
  private static final int GAP_NS = 2000;

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
        packet(packets, START_NS + (long) i * GAP_NS, chance.nextInt(FLOWS));
        if (!packets.hasRemaining()) {
          out.write(packets.array());
          packets.clear();
        }
      }
    }
  }

  private static void packet(ByteBuffer out, long timeNs, int flow) {
    boolean tcp = flow % 3 != 0;
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.putInt((int) (timeNs / 1_000_000_000L)).putInt((int) (timeNs % 1_000_000_000L));
    out.putInt(LENGTH).putInt(LENGTH);
    out.order(ByteOrder.BIG_ENDIAN);
    out.putShort((short) 0x4500).putShort((short) LENGTH).putInt(0x4000);
    out.put((byte) 64).put((byte) (tcp ? 6 : 17)).putShort((short) 0);
    out.putInt(0x0a080000 + flow).putInt(0xc6336400 + flow % 256); // 10.8.0.0/16, 198.51.100.0/24
    out.putShort((short) (20_000 + flow)).putShort((short) 443);
    if (tcp) {
      out.putLong(flow).putShort((short) 0x5018).putShort((short) 512).putInt(0);
      out.putLong(0).putInt(0);
    } else {
      out.putShort((short) (LENGTH - 20)).putShort((short) 0);
      out.putLong(0).putLong(0).putLong(0);
    }
  }
}
