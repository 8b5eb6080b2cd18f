package org.vpnledger.place;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes one value of the data section, as https://maxmind.github.io/MaxMind-DB/ has it:
 *
 * <pre>
 *  bit 7 6 5   4 3 2 1 0
 *     type     size            a byte of control; type 0 has its number less 7 in the next byte;
 *                              size 29, 30, 31: in the next 1, 2, 3 bytes, from 29, 285, 65821
 *     0 0 1    n n v v v       a pointer: n + 1 more bytes, with vvv in front of them (not for 4)
 * </pre>
 *
 * A file that is broken, or made to harm, may say that a map has 16 million entries or is a part of
 * itself: no more than a bounded number of values is decoded, and nothing is made in advance that a
 * size alone asks for.
 */
final class MmdbDecoder {
  private static final int MOST_VALUES = 10_000;
  private static final int DEEPEST = 32;
  private static final int LONGEST_TEXT = 4096;
  private static final int[] POINTER_FROM = {0, 2048, 526_336, 0};
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final MemorySegment section;
  private long at;
  private int values;

  /**
   * For one value.
   *
   * @param section what pointers count from the beginning of
   */
  MmdbDecoder(MemorySegment section) {
    this.section = section;
  }

  /**
   * A {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double} or {@code Boolean};
   * whatever else the format has is an empty text.
   */
  Object decode(long offset) throws BrokenDatabaseException {
    at = offset;
    return value(0);
  }

  private Object value(int depth) throws BrokenDatabaseException {
    if (++values > MOST_VALUES || depth > DEEPEST) {
      throw new BrokenDatabaseException("a record of it has no end");
    }
    int control = next();
    int type = control >>> 5;
    if (type == 1) {
      long target = pointer(control);
      long back = at;
      at = target;
      Object value = value(depth + 1);
      at = back;
      return value;
    }
    if (type == 0) {
      type = 7 + next();
    }
    int size = size(control & 31);
    return switch (type) {
      case 2 -> text(size);
      case 3 -> Double.longBitsToDouble(fixed(size, 8));
      case 5, 6, 9 -> number(size);
      case 7 -> map(size, depth);
      case 8 -> number(size).intValue() + 0L;
      case 11 -> list(size, depth);
      case 14 -> size != 0;
      case 15 -> (double) Float.intBitsToFloat((int) fixed(size, 4));
      case 4, 10 -> skipped(size);
      default -> throw new BrokenDatabaseException("a record of it has a value of no known type");
    };
  }

  private Map<String, Object> map(int size, int depth) throws BrokenDatabaseException {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      if (!(value(depth + 1) instanceof String key)) {
        throw new BrokenDatabaseException("a record of it has a key that is no text");
      }
      map.put(key, value(depth + 1));
    }
    return map;
  }

  private List<Object> list(int size, int depth) throws BrokenDatabaseException {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(value(depth + 1));
    }
    return list;
  }

  private long pointer(int control) throws BrokenDatabaseException {
    int more = control >>> 3 & 3;
    long pointer = more == 3 ? 0 : control & 7;
    for (int i = 0; i <= more; i++) {
      pointer = pointer << 8 | next();
    }
    return pointer + POINTER_FROM[more];
  }

  private int size(int size) throws BrokenDatabaseException {
    return switch (size) {
      case 29 -> 29 + next();
      case 30 -> 285 + (next() << 8 | next());
      case 31 -> 65_821 + (next() << 16 | next() << 8 | next());
      default -> size;
    };
  }

  private String text(int size) throws BrokenDatabaseException {
    require(size);
    byte[] bytes = section.asSlice(at, Math.min(size, LONGEST_TEXT)).toArray(ValueLayout.JAVA_BYTE);
    at += size;
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private Long number(int size) throws BrokenDatabaseException {
    if (size > 8) {
      throw new BrokenDatabaseException("a record of it has a number that is too long");
    }
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = number << 8 | next();
    }
    return number;
  }

  private long fixed(int size, int wanted) throws BrokenDatabaseException {
    if (size != wanted) {
      throw new BrokenDatabaseException("a record of it has a number of the wrong size");
    }
    require(size);
    long bits = size == 8 ? section.get(LONG, at) : section.get(INT, at);
    at += size;
    return bits;
  }

  private String skipped(int size) throws BrokenDatabaseException {
    require(size);
    at += size;
    return "";
  }

  private int next() throws BrokenDatabaseException {
    require(1);
    return section.get(ValueLayout.JAVA_BYTE, at++) & 0xff;
  }

  private void require(int bytes) throws BrokenDatabaseException {
    if (at < 0 || at + bytes > section.byteSize()) {
      throw new BrokenDatabaseException("a record of it leads out of the file");
    }
  }
}
