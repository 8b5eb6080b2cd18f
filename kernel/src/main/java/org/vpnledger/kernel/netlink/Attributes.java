package org.vpnledger.kernel.netlink;

import java.nio.charset.StandardCharsets;

/**
 * A movable window on a row of attributes, {@code include/uapi/linux/netlink.h}:
 *
 * <pre>
 *  0               2               4
 * +---------------+---------------+----------------------------+-----------+
 * | length, of    | type, and     | value                      | up to a   |
 * | all but       | two flags     |                            | multiple  |
 * | the padding   |               |                            | of 4      |
 * +---------------+---------------+----------------------------+-----------+
 * </pre>
 *
 * <p>A mistake sticks: after one there is no next attribute, every value is zero, and {@link
 * #check} tells it. So a parser reads all it wants and checks once. Whatever a length says, nothing
 * is read outside the window.
 */
public final class Attributes {
  private static final int HEADER = 4;
  private static final int TYPE_MASK = 0x3fff; // without NLA_F_NESTED and NLA_F_NET_BYTEORDER

  private byte[] bytes;
  private int end;
  private int next;
  private int type;
  private int from;
  private int to;
  private String mistake = "";

  private Attributes(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.next = from;
    this.end = to;
  }

  /** Over the bytes from {@code from} until before {@code to}. */
  public static Attributes over(byte[] bytes, int from, int to) {
    return new Attributes(bytes, from, to);
  }

  /** Moves this window over other bytes, so that none has to be made for each of thousands. */
  public Attributes move(byte[] other, int first, int last) {
    bytes = other;
    next = first;
    end = last;
    return this;
  }

  /** Goes to the next attribute; false when there is none. */
  public boolean next() {
    if (end - next < HEADER || !mistake.isEmpty()) {
      return false; // less than a header is padding
    }
    int length = NativeOrder.u16(bytes, next);
    type = NativeOrder.u16(bytes, next + 2) & TYPE_MASK;
    if (length < HEADER || length > end - next) {
      fail("attribute " + type + " says a length of " + length);
      return false;
    }
    from = next + HEADER;
    to = next + length;
    next = Math.min(end, next + (length + 3 & ~3));
    return true;
  }

  /** Which attribute this is. */
  public int type() {
    return type;
  }

  /** The array that the value stands in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the value begins. */
  public int from() {
    return from;
  }

  /** Before which place the value ends. */
  public int to() {
    return to;
  }

  /** The value's length in bytes. */
  public int length() {
    return to - from;
  }

  /** The value as attributes of its own. */
  public Attributes nested() {
    return new Attributes(bytes, from, to);
  }

  /** The value as a number of 8 bits. */
  public int u8() {
    return has(1) ? bytes[from] & 0xff : 0;
  }

  /** The value as a number of 16 bits. */
  public int u16() {
    return has(2) ? NativeOrder.u16(bytes, from) : 0;
  }

  /** The value as a number of 32 bits. */
  public long u32() {
    return has(4) ? Integer.toUnsignedLong(NativeOrder.i32(bytes, from)) : 0;
  }

  /** The value as a number of 64 bits with a sign, or without one that nobody will reach. */
  public long i64() {
    return has(8) ? NativeOrder.i64(bytes, from) : 0;
  }

  /** A number of 16 bits within the value, in the order of this machine. */
  public int u16At(int offset) {
    return covers(offset, 2) ? NativeOrder.u16(bytes, from + offset) : 0;
  }

  /** A number of 32 bits within the value, in the order of this machine. */
  public long u32At(int offset) {
    return covers(offset, 4) ? Integer.toUnsignedLong(NativeOrder.i32(bytes, from + offset)) : 0;
  }

  /** A number of 64 bits within the value, in the order of this machine. */
  public long i64At(int offset) {
    return covers(offset, 8) ? NativeOrder.i64(bytes, from + offset) : 0;
  }

  /** The value as text of one byte a character, up to its terminating zero. */
  public String text() {
    int length = 0;
    while (from + length < to && bytes[from + length] != 0) {
      length++;
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  /** Whether the value is as long as that; if not, it is a mistake. */
  public boolean has(int length) {
    if (to - from == length) {
      return mistake.isEmpty();
    }
    fail("attribute " + type + " has " + (to - from) + " bytes, not " + length);
    return false;
  }

  private boolean covers(int offset, int length) {
    if (offset >= 0 && offset <= to - from - length) {
      return mistake.isEmpty();
    }
    fail("attribute " + type + " of " + (to - from) + " bytes is too short");
    return false;
  }

  /** Notes a mistake that the caller has found; the first one counts. */
  public void fail(String what) {
    if (mistake.isEmpty()) {
      mistake = what;
    }
  }

  /** Throws the first mistake, if there was one. */
  public void check() throws MalformedMessageException {
    if (!mistake.isEmpty()) {
      throw new MalformedMessageException(mistake);
    }
  }
}
