package org.vpnledger.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A message to the kernel; {@link Messages} draws its header, {@link Attributes} what follows. */
public final class Request {
  private static final int LONGEST = 512;
  private static final int FLAG_REQUEST = 1;
  private static final int FLAG_DUMP = 0x300;

  private final String operation;
  private final ByteBuffer bytes = ByteBuffer.allocate(LONGEST).order(ByteOrder.nativeOrder());

  private Request(String operation, int type, int flags) {
    this.operation = operation;
    bytes.putInt(0).putShort((short) type).putShort((short) (flags | FLAG_REQUEST));
    bytes.putInt(0).putInt(0);
  }

  /**
   * Asks for everything of a kind.
   *
   * @param operation what to call it in error messages: {@code netlink list links}
   * @param type what is asked for
   */
  public static Request dump(String operation, int type) {
    return new Request(operation, type, FLAG_DUMP);
  }

  /** Asks for one thing. */
  public static Request one(String operation, int type) {
    return new Request(operation, type, 0);
  }

  /** What to call it in error messages. */
  public String operation() {
    return operation;
  }

  /** Adds bytes as they are: the fixed part of a message, at its beginning. */
  public Request with(byte[] fixed) {
    bytes.put(fixed);
    return this;
  }

  /** Adds an attribute of 32 bits. */
  public Request with(int attribute, int value) {
    bytes.putShort((short) 8).putShort((short) attribute).putInt(value);
    return this;
  }

  /** Adds an attribute of text, which ends with a zero. */
  public Request with(int attribute, String text) {
    byte[] characters = text.getBytes(StandardCharsets.ISO_8859_1);
    bytes.putShort((short) (4 + characters.length + 1)).putShort((short) attribute);
    bytes.put(characters).put((byte) 0);
    pad();
    return this;
  }

  /** Adds an attribute that holds one attribute of text. */
  public Request withNested(int attribute, int inner, String text) {
    int start = bytes.position();
    bytes.putShort((short) 0).putShort((short) (attribute | 0x8000));
    with(inner, text);
    bytes.putShort(start, (short) (bytes.position() - start));
    return this;
  }

  private void pad() {
    while (bytes.position() % 4 != 0) {
      bytes.put((byte) 0);
    }
  }

  /** The message as it is sent. */
  public byte[] bytes(int sequence) {
    bytes.putInt(0, bytes.position()).putInt(8, sequence);
    byte[] message = new byte[bytes.position()];
    bytes.get(0, message);
    return message;
  }
}
