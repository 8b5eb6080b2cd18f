package org.vpnledger.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Makes a pcap file of small packets: 20,000 flows of TCP and UDP over IPv4 in 40 to 70 bytes each,
 * a few of them busy and many hardly, 0.2 to 3 microseconds apart. The same for the same number.
 */
public final class SmallPackets {
  private static final int FLOWS = 20_000;
  private static final int RAW = 101; // LINKTYPE_RAW
  private static final int ETHERNET = 1; // LINKTYPE_ETHERNET
  private static final long BEGIN_NS = 1_764_400_000_000_000_000L;
  private static final int[] PORTS = {443, 80, 22, 123, 4500};
  private static final byte[] MACS = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0};

  private SmallPackets() {}

  /**
   * Writes one.
   *
   * @param arguments the file, how many packets, and {@code ethernet} for frames instead of bare IP
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    boolean ethernet = arguments.length > 2 && arguments[2].equals("ethernet");
    Random random = new Random(1);
    byte[][] packets = new byte[FLOWS][];
    for (int i = 0; i < FLOWS; i++) {
      packets[i] = packet(i, random, ethernet);
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write(
          little(24)
              .putInt(0xa1b23c4d) // pcap with ns
              .putShort((short) 2)
              .putShort((short) 4)
              .putLong(0)
              .putInt(65_535)
              .putInt(ethernet ? ETHERNET : RAW)
              .array());
      ByteBuffer header = little(16);
      long time = BEGIN_NS;
      for (int i = 0; i < count; i++) {
        double chance = random.nextDouble();
        byte[] packet = packets[(int) (chance * chance * FLOWS)];
        time += 200 + random.nextInt(2800);
        header
            .clear()
            .putInt((int) (time / 1_000_000_000))
            .putInt((int) (time % 1_000_000_000))
            .putInt(packet.length)
            .putInt(packet.length);
        out.write(header.array());
        out.write(packet);
      }
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] packet(int number, Random random, boolean ethernet) {
    boolean tcp = random.nextInt(3) > 0;
    int payload = random.nextInt(3) * 14;
    int length = 20 + (tcp ? 20 : 8) + payload;
    ByteBuffer packet = ByteBuffer.allocate((ethernet ? MACS.length : 0) + length);
    if (ethernet) {
      packet.put(MACS);
    }
    packet
        .putShort((short) 0x4500)
        .putShort((short) length)
        .putInt(number << 16 | 0x4000)
        .put((byte) 64)
        .put((byte) (tcp ? 6 : 17))
        .putShort((short) 0)
        .putInt(10 << 24 | 8 << 16 | 2 + random.nextInt(65_000))
        .putInt(198 << 24 | 18 << 16 | random.nextInt(1 << 17)) // 198.18.0.0/15, RFC 2544
        .putShort((short) (1024 + random.nextInt(60_000)))
        .putShort((short) PORTS[random.nextInt(PORTS.length)]);
    if (tcp) {
      packet.putInt(number).putInt(number).putShort((short) 0x5018).putShort((short) 500).putInt(0);
    } else {
      packet.putShort((short) (8 + payload)).putShort((short) 0);
    }
    return packet.array();
  }
}
