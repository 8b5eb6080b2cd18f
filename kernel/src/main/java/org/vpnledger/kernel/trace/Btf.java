package org.vpnledger.kernel.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.KernelException;

/**
 * The types of a kernel or of one of its modules, Documentation/bpf/btf.rst:
 *
 * <pre>
 *  0       2   3   4               8
 * +-------+---+---+---------------+-----------+-----------+-----------+-----------+- - -
 * | magic | 1 | 0 | header length | types: at | length    | texts: at | length    | types, texts
 * +-------+---+---+---------------+-----------+-----------+-----------+-----------+- - -
 *
 *  a type:                             and a member of a structure:
 *  0           4           8           12           0           4           8           12
 * +-----------+-----------+-----------+- - -       +-----------+-----------+-----------+
 * | name, as  | kind and  | size, or  | more,      | name      | type      | offset    |
 * | an offset | number of | the type  | by the     |           |           | in bits   |
 * | of texts  | members   | meant     | kind       |           |           |           |
 * +-----------+-----------+-----------+- - -       +-----------+-----------+-----------+
 * </pre>
 *
 * <p>Types are numbered by their place, from 1; 0 is {@code void}. A module goes on counting where
 * the kernel that it belongs to ends, types and texts alike. Whatever a length says, nothing is
 * read outside the bytes.
 */
final class Btf {
  static final int POINTER = 2;
  static final int ARRAY = 3;
  static final int STRUCT = 4;
  static final int UNION = 5;
  static final int ENUM = 6;
  static final int TYPEDEF = 8;
  static final int VOLATILE = 9;
  static final int CONST = 10;
  static final int RESTRICT = 11;
  static final int FUNCTION_PROTOTYPE = 13;
  static final int VARIABLE = 14;
  static final int DATA_SECTION = 15;
  static final int FLOAT = 16;
  static final int DECLARATION_TAG = 17;
  static final int TYPE_TAG = 18;
  static final int ENUM64 = 19;
  static final int INT = 1;
  static final int TYPE = 12;
  static final int MEMBER = 12;

  private static final int MAGIC = 0xeb9f;
  private static final int HEADER = 24;

  private final ByteBuffer bytes;
  private final @Nullable Btf base;
  private final int firstType;
  private final int firstText;
  private final int textsAt;
  private final int textsLength;
  private final int[] places;

  private Btf(ByteBuffer bytes, @Nullable Btf base) throws KernelException {
    this.bytes = bytes.duplicate();
    this.base = base;
    this.firstType = base == null ? 1 : base.firstType + base.places.length;
    this.firstText = base == null ? 0 : base.firstText + base.textsLength;
    this.bytes.order(order(bytes));
    if (u8(2) != 1) {
      throw malformed("version " + u8(2) + " is not known");
    }
    int header = i32(4);
    if (header < HEADER || header > bytes.limit()) {
      throw malformed("the header says a length of " + header);
    }
    int typesAt = section(header, i32(8), i32(12), "types");
    this.textsAt = section(header, i32(16), i32(20), "texts");
    this.textsLength = i32(20);
    this.places = places(typesAt, typesAt + i32(12));
  }

  /**
   * Finds where each type is.
   *
   * @param bytes from the first to the limit; read as long as this object is in use
   * @param base the kernel's, if these are a module's
   */
  static Btf over(ByteBuffer bytes, @Nullable Btf base) throws KernelException {
    return new Btf(bytes, base);
  }

  private static ByteOrder order(ByteBuffer bytes) throws KernelException {
    if (bytes.limit() >= HEADER) {
      int first = bytes.get(0) & 0xff;
      int second = bytes.get(1) & 0xff;
      if ((first | second << 8) == MAGIC) {
        return ByteOrder.LITTLE_ENDIAN;
      }
      if ((first << 8 | second) == MAGIC) {
        return ByteOrder.BIG_ENDIAN;
      }
    }
    throw malformed("these are no types");
  }

  private int section(int header, int offset, int length, String what) throws KernelException {
    if (offset < 0 || length < 0 || (long) header + offset + length > bytes.limit()) {
      throw malformed("the " + what + " reach over the end");
    }
    return header + offset;
  }

  private int[] places(int from, int to) throws KernelException {
    int[] found = new int[Math.min((to - from) / TYPE, 1 << 10)];
    int count = 0;
    int at = from;
    while (at < to) {
      long end = at + (long) TYPE;
      end = end > to ? end : end + more(at);
      if (end > to) {
        throw malformed("type " + (firstType + count) + " reaches over the end");
      }
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = at;
      at = (int) end;
    }
    return Arrays.copyOf(found, count);
  }

  /** How many bytes there are besides those that every type has. */
  private long more(int at) throws KernelException {
    int kind = i32(at + 4) >>> 24 & 0x1f;
    long members = i32(at + 4) & 0xffff;
    return switch (kind) {
      case INT, VARIABLE, DECLARATION_TAG -> 4;
      case ARRAY -> 12;
      case STRUCT, UNION -> MEMBER * members;
      case DATA_SECTION, ENUM64 -> 12 * members;
      case ENUM, FUNCTION_PROTOTYPE -> 8 * members;
      // What a later kind consists of nobody can know, nor where the type after it begins.
      default -> {
        if (kind == 0 || kind > ENUM64) {
          throw malformed("kind " + kind + " is not known");
        }
        yield 0;
      }
    };
  }

  /** The first structure of that name that is not merely announced; 0 when there is none. */
  int structure(String name) throws KernelException {
    byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < places.length; i++) {
      int kind = i32(places[i] + 4) >>> 24 & 0x1f;
      if ((kind == STRUCT || kind == UNION) && isText(i32(places[i]), text)) {
        return firstType + i;
      }
    }
    return base == null ? 0 : base.structure(name);
  }

  /** One of the constants; 0 for {@code void}. */
  int kind(int type) throws KernelException {
    return type == 0 ? 0 : word(type, 4) >>> 24 & 0x1f;
  }

  /** How many members it has. */
  int members(int type) throws KernelException {
    return word(type, 4) & 0xffff;
  }

  /** Whether its members' offsets are 24 bits, and the size of a bit field the 8 above. */
  boolean hasBitFieldSizes(int type) throws KernelException {
    return word(type, 4) < 0;
  }

  /** Its size in bytes, or the number of the type that it refers to. */
  int sizeOrType(int type) throws KernelException {
    return word(type, 8);
  }

  /**
   * Four of a type's bytes.
   *
   * @param offset within what the kind and the number of members say that it has
   */
  int word(int type, int offset) throws KernelException {
    if (type < firstType) {
      if (base != null && type > 0) {
        return base.word(type, offset);
      }
    } else if (type - firstType < places.length) {
      return i32(places[type - firstType] + offset);
    }
    throw malformed("there is no type " + type);
  }

  /** Whether the text there is this one. */
  boolean isText(int at, byte[] text) {
    if (at < firstText) {
      return base != null && at >= 0 && base.isText(at, text);
    }
    int from = at - firstText;
    if (from > textsLength - text.length - 1) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (bytes.get(textsAt + from + i) != text[i]) {
        return false;
      }
    }
    return bytes.get(textsAt + from + text.length) == 0;
  }

  private int u8(int at) {
    return bytes.get(at) & 0xff;
  }

  private int i32(int at) {
    return bytes.getInt(at);
  }

  static KernelException malformed(String what) {
    return new KernelException("read the kernel's types", 0, what);
  }
}
