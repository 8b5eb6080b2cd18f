package org.vpnledger.kernel.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A packet from its network header on, made by hand; it carries UDP unless told otherwise. */
final class Datagram {
  private boolean ipv6;
  private int protocol = 17;
  private int options;
  private int fragment;
  private int from = 40000;
  private int to = 40001;
  private byte[] payload = {};

  /** A payload that begins with this word and has that length. */
  static Datagram of(int firstWord, int length) {
    Datagram datagram = new Datagram();
    datagram.payload = new byte[length];
    ByteBuffer.wrap(datagram.payload).order(ByteOrder.LITTLE_ENDIAN).putInt(firstWord);
    return datagram;
  }

  Datagram ipv6() {
    ipv6 = true;
    return this;
  }

  Datagram protocol(int number) {
    protocol = number;
    return this;
  }

  /** IPv4 options, in words of four bytes. */
  Datagram options(int words) {
    options = words;
    return this;
  }

  /** The field of flags and offset as it is. */
  Datagram fragment(int flagsAndOffset) {
    fragment = flagsAndOffset;
    return this;
  }

  Datagram from(int port) {
    from = port;
    return this;
  }

  Datagram to(int port) {
    to = port;
    return this;
  }

  byte[] payload() {
    return payload.clone();
  }

  byte[] bytes() {
    int header = ipv6 ? 40 : 20 + 4 * options;
    ByteBuffer bytes = ByteBuffer.allocate(header + 8 + payload.length);
    if (ipv6) {
      bytes.put(0, (byte) 0x60).put(6, (byte) protocol);
    } else {
      bytes.put(0, (byte) (0x45 + options)).put(9, (byte) protocol);
      bytes.putShort(6, (short) fragment);
    }
    bytes.position(header);
    bytes.putShort((short) from).putShort((short) to);
    bytes.putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
    return bytes.array();
  }
}
