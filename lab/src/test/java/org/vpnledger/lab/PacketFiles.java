package org.vpnledger.lab;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Writes packets into files as tcpdump and Wireshark do, on whichever machine. */
final class PacketFiles {
  /** What a file says of its packets' beginnings, by number. */
  enum Link {
    LOOPBACK(0),
    ETHERNET(1),
    RAW(101),
    COOKED(113),
    COOKED2(276);

    private final int number;

    Link(int number) {
      this.number = number;
    }
  }

  /**
   * A packet in a file.
   *
   * @param bytes from the IP header on
   * @param kept how many of them are in the file
   * @param timeNs since 1970
   * @param group what belongs together passes one interface
   */
  @SuppressWarnings("ArrayRecordComponent") // written and not compared
  record Packet(byte[] bytes, int kept, long timeNs, int group) {}

  private PacketFiles() {}

  static byte[] pcap(ByteOrder order, boolean nanos, Link link, List<Packet> packets) {
    ByteBuffer file = ByteBuffer.allocate(1 << 20).order(order);
    file.putInt(nanos ? 0xa1b23c4d : 0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    file.putLong(0).putInt(262_144).putInt(link.number);
    for (Packet packet : packets) {
      byte[] frame = frame(link, order, packet.bytes);
      int kept = frame.length - packet.bytes.length + packet.kept;
      long fraction = packet.timeNs % 1_000_000_000L;
      file.putInt((int) (packet.timeNs / 1_000_000_000L));
      file.putInt((int) (nanos ? fraction : fraction / 1000));
      file.putInt(kept).putInt(frame.length).put(frame, 0, kept);
    }
    return Arrays.copyOf(file.array(), file.position());
  }

  /** A section with an interface of each link type, in turn of ns and µs. */
  static byte[] pcapng(ByteOrder order, List<Packet> packets) {
    ByteBuffer file = ByteBuffer.allocate(1 << 20).order(order);
    file.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putShort((short) 1);
    file.putShort((short) 0).putLong(-1).putInt(28);
    List<Link> links = List.of(Link.values());
    for (int i = 0; i < links.size(); i++) {
      file.putInt(1).putInt(32).putShort((short) links.get(i).number).putShort((short) 0).putInt(0);
      file.putShort((short) 9).putShort((short) 1).put((byte) (isNanos(i) ? 9 : 6));
      file.put(new byte[3]).putInt(0).putInt(32); // the end of options
    }
    for (Packet packet : packets) {
      enhanced(file, packet.group % links.size(), packet);
    }
    return Arrays.copyOf(file.array(), file.position());
  }

  /** A section whose only interface is a USB port's, with a packet. */
  static byte[] usbSection() {
    ByteBuffer file = ByteBuffer.allocate(28 + 20 + 96);
    file.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putInt(1 << 16).putLong(-1).putInt(28);
    file.putInt(1).putInt(20).putShort((short) 189).putShort((short) 0).putInt(0).putInt(20);
    file.putInt(6).putInt(96).putInt(0).putLong(0).putInt(64).putInt(64);
    return file.putInt(file.capacity() - 4, 96).array();
  }

  private static boolean isNanos(int number) {
    return number % 2 == 0;
  }

  private static void enhanced(ByteBuffer file, int number, Packet packet) {
    byte[] frame = frame(Link.values()[number], file.order(), packet.bytes);
    int kept = frame.length - packet.bytes.length + packet.kept;
    int length = 32 + ((kept + 3) & ~3);
    long time = isNanos(number) ? packet.timeNs : packet.timeNs / 1000;
    file.putInt(6).putInt(length).putInt(number);
    file.putInt((int) (time >>> 32)).putInt((int) time);
    file.putInt(kept).putInt(frame.length).put(frame, 0, kept);
    file.position(file.position() + (-kept & 3)).putInt(length);
  }

  /** Of Ethernet some have tags, and short ones are padded. */
  private static byte[] frame(Link link, ByteOrder order, byte[] packet) {
    boolean four = packet[0] >>> 4 == 4;
    short type = (short) (four ? 0x0800 : 0x86dd);
    ByteBuffer frame = ByteBuffer.allocate(packet.length + 100);
    switch (link) {
      case RAW -> {}
      case LOOPBACK -> frame.order(order).putInt(four ? 2 : 30);
      case ETHERNET -> {
        frame.putLong(0x0200_0000_0001_0200L).putInt(2);
        for (int tags = packet.length % 3; tags > 0; tags--) {
          frame.putShort((short) (tags == 1 ? 0x8100 : 0x88a8)).putShort((short) 5);
        }
        frame.putShort(type);
      }
      case COOKED -> frame.putInt(0x0004_0001).putShort((short) 6).putLong(2).putShort(type);
      case COOKED2 -> {
        frame.putShort(type).putShort((short) 0).putInt(3).putShort((short) 1);
        frame.putShort((short) 6).putLong(2);
      }
    }
    frame.put(packet);
    int length = link == Link.ETHERNET ? Math.max(60, frame.position()) : frame.position();
    return Arrays.copyOf(frame.array(), length);
  }
}
