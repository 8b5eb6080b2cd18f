package org.vpnledger.flow.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Makes pcapng files block by block, draft-ietf-opsawg-pcapng. */
final class Pcapng {
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);

  /** A section, whose blocks are of that byte order. */
  Pcapng section(ByteOrder order) {
    bytes.order(order);
    return block(0x0a0d0d0a, body(16).putInt(0x1a2b3c4d).putInt(1).putLong(-1));
  }

  /** An interface whose times are in ns. */
  Pcapng link(int type, int longest) {
    ByteBuffer body = body(20).putShort((short) type).putShort((short) 0).putInt(longest);
    return block(1, body.putShort((short) 9).putShort((short) 1).put((byte) 9).position(20));
  }

  Pcapng enhanced(int number, long time, byte[] packet, int length) {
    ByteBuffer body = body(20 + padded(packet.length)).putInt(number).putInt((int) (time >>> 32));
    body.putInt((int) time).putInt(packet.length).putInt(length).put(packet);
    return block(6, body);
  }

  /** A block of before the enhanced ones, with options: a comment, and that it came in. */
  Pcapng obsolete(int number, int drops, long time, byte[] packet) {
    ByteBuffer body = body(20 + padded(packet.length) + 8 + 8 + 4);
    body.putShort((short) number).putShort((short) drops).putInt((int) (time >>> 32));
    body.putInt((int) time).putInt(packet.length).putInt(packet.length).put(packet);
    body.position(20 + padded(packet.length));
    body.putShort((short) 1).putShort((short) 3).put(new byte[] {'o', 'l', 'd', 0});
    body.putShort((short) 2).putShort((short) 4).putInt(1);
    return block(2, body);
  }

  /** A packet without time or interface, of which so many bytes are there. */
  Pcapng simple(int length, byte[] packet) {
    return block(3, body(4 + padded(packet.length)).putInt(length).put(packet));
  }

  Pcapng block(int type, ByteBuffer body) {
    int length = 12 + body.capacity();
    bytes.putInt(type).putInt(length).put(body.rewind()).putInt(length);
    return this;
  }

  ByteBuffer body(int length) {
    return ByteBuffer.allocate(length).order(bytes.order());
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
