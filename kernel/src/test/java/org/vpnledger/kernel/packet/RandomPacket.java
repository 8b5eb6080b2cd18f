package org.vpnledger.kernel.packet;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A packet of few addresses, ports and protocols, so that filters often find one.
 *
 * @param version 4 or 6
 * @param protocol what its IP header says that it carries
 * @param behind what an IPv6 fragment header says, the first one's; -1 without
 * @param offset of an IPv4 fragment, in units of 8 bytes
 * @param words of IPv4 options
 * @param source 4 or 16 bytes
 * @param destination as many
 */
@SuppressWarnings("ArrayRecordComponent") // only read
record RandomPacket(
    int version,
    int protocol,
    int behind,
    int offset,
    int words,
    byte[] source,
    byte[] destination,
    int sourcePort,
    int destinationPort) {

  static final List<Integer> PROTOCOLS = List.of(1, 6, 17, 33, 44, 47, 50, 51, 58, 132, 136, 200);
  static final List<Integer> PORTS = List.of(0, 22, 53, 80, 443, 5353, 51820, 65535);

  static RandomPacket next(RandomGenerator random) {
    boolean ipv4 = random.nextBoolean();
    int protocol = one(PROTOCOLS, random);
    return new RandomPacket(
        ipv4 ? 4 : 6,
        protocol,
        !ipv4 && protocol == 44 ? one(PROTOCOLS, random) : -1,
        ipv4 && random.nextInt(4) == 0 ? random.nextInt(3) : 0,
        ipv4 && random.nextInt(3) == 0 ? random.nextInt(11) : 0,
        address(ipv4, random),
        address(ipv4, random),
        one(PORTS, random),
        one(PORTS, random));
  }

  private static int one(List<Integer> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }

  /** One that differs from others in few places: 10.0.0.0 or 2001:db8:: and a few bits. */
  static byte[] address(boolean ipv4, RandomGenerator random) {
    byte[] address = new byte[ipv4 ? 4 : 16];
    ByteBuffer.wrap(address).putInt(ipv4 ? 0x0a000000 : 0x20010db8);
    for (int i = random.nextInt(3); i > 0; i--) {
      int bit = random.nextInt(8 * address.length);
      address[bit / 8] ^= (byte) (0x80 >> bit % 8);
    }
    return address;
  }

  /** Whether it has ports where a filter looks for them. */
  boolean hasPorts() {
    return List.of(6, 17, 33, 132, 136).contains(protocol) && offset == 0;
  }

  byte @Nullable [] end(boolean ofSource, boolean ipv4) {
    return ipv4 == (version == 4) ? (ofSource ? source : destination) : null;
  }

  byte[] bytes() {
    int header = version == 4 ? 20 + 4 * words : 40;
    ByteBuffer bytes = ByteBuffer.allocate(header + 40);
    if (version == 4) {
      bytes.put(0, (byte) (0x45 + words)).put(9, (byte) protocol);
      bytes.putShort(6, (short) (offset | (offset > 0 ? 0x2000 : 0x4000)));
      bytes.put(12, source).put(16, destination);
    } else {
      bytes.putInt(0, 0x60012345).put(6, (byte) protocol);
      bytes.put(8, source).put(24, destination);
      if (behind >= 0) {
        bytes.put(40, (byte) behind);
        header += 8;
      }
    }
    bytes.putShort(header, (short) sourcePort).putShort(header + 2, (short) destinationPort);
    return bytes.array();
  }
}
