package org.vpnledger.lab;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Makes IP packets of every kind that a tunnel may carry, the same ones for the same seed. Their
 * checksums are 0.
 */
final class PacketMaker {
  private static final int HOP_BY_HOP = 0;
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int FRAGMENT = 44;
  private static final int GRE = 47;
  private static final int ESP = 50;
  private static final int AUTHENTICATION = 51;
  private static final int ICMPV6 = 58;
  private static final int DESTINATION = 60;
  private static final int SCTP = 132;
  private static final int DNS = 53;
  private static final int PUSH = 0x18;
  private static final int MORE = 0x2000;
  private static final byte[] HEARTBEAT = {4, 0, 0, 16, 0, 1, 0, 12}; // RFC 9260, 3.3.5

  private final RandomGenerator random;
  private int number;
  private int sequence;

  PacketMaker(long seed) {
    random = new Random(seed);
  }

  /** A packet, or the few that belong together, in their order. */
  List<byte[]> next() {
    boolean four = random.nextBoolean();
    byte[] from = address(four, random.nextInt(6));
    byte[] to = address(four, 100 + random.nextInt(6));
    int flags = random.nextInt(256);
    return switch (random.nextInt(12)) {
      case 0, 1 -> List.of(packet(from, to, TCP, tcp(port(), port(), 1, flags, data())));
      case 2, 3 -> List.of(packet(from, to, UDP, udp(port(), port(), data())));
      case 4 -> List.of(packet(from, to, four ? ICMP : ICMPV6, icmp(four)));
      case 5 -> List.of(packet(from, to, SCTP, sctp()));
      case 6 -> List.of(packet(from, to, GRE, gre()));
      case 7 -> List.of(packet(from, to, ESP, data(16)));
      case 8 -> fragments(from, to);
      case 9 -> List.of(packet(from, to, UDP, udp(DNS, port(), answer())));
      case 10 -> dnsOverTcp(from, to);
      default -> List.of(packet(from, to, AUTHENTICATION, authentication()));
    };
  }

  private static byte[] address(boolean four, int host) {
    return four
        ? new byte[] {10, 8, 0, (byte) host}
        : ByteBuffer.allocate(16).putLong(0x2001_0db8_0000_0000L).putLong(host).array();
  }

  private int port() {
    return 20_000 + random.nextInt(3); // few, so that flows have several packets
  }

  private byte[] data() {
    return data(random.nextInt(60));
  }

  private byte[] data(int length) {
    byte[] data = new byte[length];
    random.nextBytes(data);
    return data;
  }

  private byte[] packet(byte[] from, byte[] to, int protocol, byte[] payload) {
    if (from.length == 4) {
      return ipv4(from, to, protocol, ++number, 0, payload);
    }
    return switch (random.nextInt(4)) {
      case 0 -> ipv6(from, to, HOP_BY_HOP, header(DESTINATION, 1), header(protocol, 0), payload);
      case 1 -> ipv6(from, to, DESTINATION, header(protocol, 2), payload);
      default -> ipv6(from, to, protocol, payload);
    };
  }

  private byte[] ipv4(byte[] from, byte[] to, int protocol, int id, int fragment, byte[] payload) {
    byte[] options = new byte[4 * (random.nextInt(3) == 0 ? random.nextInt(11) : 0)];
    Arrays.fill(options, (byte) 1); // no operation
    ByteBuffer header = ByteBuffer.allocate(20 + options.length);
    header.put((byte) (0x45 + options.length / 4)).put((byte) 0);
    header.putShort((short) (header.capacity() + payload.length)).putShort((short) id);
    header.putShort((short) fragment).put((byte) 64).put((byte) protocol).putShort((short) 0);
    return joined(header.put(from).put(to).put(options).array(), payload);
  }

  private static byte[] ipv6(byte[] from, byte[] to, int next, byte[]... parts) {
    byte[] payload = joined(parts);
    ByteBuffer header = ByteBuffer.allocate(40).putInt(0x6000_0000);
    header.putShort((short) payload.length).put((byte) next).put((byte) 64).put(from).put(to);
    return joined(header.array(), payload);
  }

  /** An extension header filled with an option of padding. */
  private static byte[] header(int next, int longer) {
    byte[] header = new byte[8 + 8 * longer];
    header[0] = (byte) next;
    header[1] = (byte) longer;
    header[2] = 1; // PadN
    header[3] = (byte) (header.length - 4);
    return header;
  }

  private static byte[] udp(int from, int to, byte[] data) {
    ByteBuffer header = ByteBuffer.allocate(8).putShort((short) from).putShort((short) to);
    return joined(header.putShort((short) (8 + data.length)).array(), data);
  }

  private static byte[] tcp(int from, int to, int sequence, int flags, byte[] data) {
    ByteBuffer header = ByteBuffer.allocate(20).putShort((short) from).putShort((short) to);
    header.putInt(sequence).putInt(0).put((byte) 0x50).put((byte) flags).putShort((short) 512);
    return joined(header.array(), data);
  }

  /** An echo, or an error that has a packet of UDP in it, whose ports are not its own. */
  private byte[] icmp(boolean four) {
    if (random.nextBoolean()) {
      return joined(new byte[] {(byte) (four ? 8 : 128), 0, 0, 0, 0, 1, 0, 1}, data());
    }
    byte[] inner = packet(address(four, 9), address(four, 8), UDP, udp(7, 9, new byte[0]));
    return joined(
        new byte[] {(byte) (four ? 3 : 1), (byte) (four ? 3 : 4), 0, 0, 0, 0, 0, 0}, inner);
  }

  private byte[] sctp() {
    ByteBuffer packet = ByteBuffer.allocate(28).putShort((short) port()).putShort((short) port());
    return packet.putInt(5).putInt(0).put(HEARTBEAT).putLong(random.nextLong()).array();
  }

  /** Whether a packet is one of SCTP. */
  static boolean isSctp(byte[] packet) {
    int at = packet.length - 16;
    return Arrays.equals(packet, at, at + 8, HEARTBEAT, 0, 8);
  }

  private byte[] gre() {
    return joined(
        new byte[] {0, 0, 8, 0},
        ipv4(address(true, 7), address(true, 6), UDP, 0, 0, udp(7, 9, data())));
  }

  /** Behind which there is UDP. */
  private byte[] authentication() {
    ByteBuffer header = ByteBuffer.allocate(24).put((byte) UDP).put((byte) 4);
    return joined(header.putInt(4, 7).array(), udp(port(), port(), data()));
  }

  private List<byte[]> fragments(byte[] from, byte[] to) {
    byte[] whole = udp(port(), port(), data(96));
    byte[] first = Arrays.copyOf(whole, 64);
    byte[] second = Arrays.copyOfRange(whole, 64, 104);
    number++;
    if (from.length == 4) {
      return List.of(
          ipv4(from, to, UDP, number, MORE, first), ipv4(from, to, UDP, number, 8, second));
    }
    return List.of(
        ipv6(from, to, FRAGMENT, fragment(1), first),
        ipv6(from, to, FRAGMENT, fragment(64), second));
  }

  private byte[] fragment(int offsetAndMore) {
    ByteBuffer header = ByteBuffer.allocate(8).put((byte) UDP).put((byte) 0);
    return header.putShort((short) offsetAndMore).putInt(number).array();
  }

  /** An answer for a name of its own: an alias, compressed, and its address. */
  private byte[] answer() {
    byte[] name = ("h" + random.nextInt(1000)).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer message = ByteBuffer.allocate(512).putShort((short) random.nextInt(65_536));
    message.putShort((short) 0x8180).putShort((short) 1).putShort((short) 2).putInt(0);
    message.put((byte) name.length).put(name).put((byte) 2).put(new byte[] {'e', 'x', 0});
    message.putInt(0x0001_0001);
    message.putShort((short) 0xc00c).putInt(0x0005_0001).putInt(60).putShort((short) 4);
    int alias = message.position();
    message.put(new byte[] {1, 'a'}).putShort((short) 0xc00c);
    message.putShort((short) (0xc000 | alias)).putInt(0x0001_0001).putInt(60).putShort((short) 4);
    message.putInt(random.nextInt());
    return Arrays.copyOf(message.array(), message.position());
  }

  /** A message in one segment or in two, of a connection of its own. */
  private List<byte[]> dnsOverTcp(byte[] from, byte[] to) {
    byte[] message = answer();
    byte[] all = joined(ByteBuffer.allocate(2).putShort((short) message.length).array(), message);
    int port = 30_000 + number++;
    int begin = ++sequence * 1000;
    byte[] syn = packet(from, to, TCP, tcp(DNS, port, begin, 2, new byte[0]));
    if (random.nextBoolean()) {
      return List.of(syn, packet(from, to, TCP, tcp(DNS, port, begin + 1, PUSH, all)));
    }
    byte[] first = Arrays.copyOf(all, 30);
    byte[] second = Arrays.copyOfRange(all, 30, all.length);
    return List.of(
        syn,
        packet(from, to, TCP, tcp(DNS, port, begin + 1, PUSH, first)),
        packet(from, to, TCP, tcp(DNS, port, begin + 31, PUSH, second)));
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Stream.of(parts).mapToInt(part -> part.length).sum());
    Stream.of(parts).forEach(all::put);
    return all.array();
  }
}
