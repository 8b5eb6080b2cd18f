package org.vpnledger.flow.decode;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.vpnledger.kernel.packet.Way;

/** IP packets from hexadecimal digits, with the lengths that they really have. */
final class IpBytes {
  static final String UDP = "1000200000080000";

  private IpBytes() {}

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** From 192.0.2.1 to 192.0.2.2, as packet number 7. */
  static byte[] ipv4(int protocol, String payload) {
    return ipv4(protocol, 0, payload);
  }

  /**
   * A part of such a packet.
   *
   * @param fragment its offset in units of 8 bytes, and 0x2000 if more follow
   */
  static byte[] ipv4(int protocol, int fragment, String payload) {
    byte[] packet = hex("45000000 00070000 40000000 c0000201 c0000202" + payload);
    set(packet, 2, packet.length);
    set(packet, 6, fragment);
    packet[9] = (byte) protocol;
    return packet;
  }

  /** From 2001:db8::1 to 2001:db8::2. */
  static byte[] ipv6(int next, String payload) {
    byte[] packet =
        hex(
            "60000000 00000040 20010db8000000000000000000000001 20010db8000000000000000000000002"
                + payload);
    set(packet, 4, packet.length - 40);
    packet[6] = (byte) next;
    return packet;
  }

  static void set(byte[] packet, int at, int half) {
    packet[at] = (byte) (half >>> 8);
    packet[at + 1] = (byte) half;
  }

  static Packet decoded(byte[] packet) {
    return decoded(packet, packet.length);
  }

  static Packet decoded(byte[] packet, int length) {
    return decoded(new PacketDecoder(), packet, length);
  }

  static Packet decoded(PacketDecoder decoder, byte[] packet, int length) {
    Packet into = new Packet();
    decoder.decode(MemorySegment.ofArray(packet), 0, packet.length, length, 1, Way.UNKNOWN, into);
    return into;
  }
}
