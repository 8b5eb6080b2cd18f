package org.vpnledger.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Gzip (RFC 1952) for long text whose lines are alike, as those of a page of metrics are: each line
 * is matched with the one before it, and with nothing else. The library's fastest level searches
 * all that came before, takes three times as long as making the page does, and has little to find,
 * since keys are random ({@code RenderBenchmark}). Small pages are left to the library.
 *
 * <p>What comes out is one block of fixed codes, RFC 1951, section 3.2.6:
 *
 * <pre>
 * literal 0..143    8 bits from 00110000      length 3..258     code 257..285 and extra bits
 * literal 144..255  9 bits from 110010000     distance          5 bits and extra bits
 * </pre>
 */
final class LineGzip {
  /** A match that is shorter costs as much as its bytes do. */
  private static final int LEAST = 4;

  private static final int LONGEST = 258;
  private static final int FARTHEST = 32_768;

  /** Of a line that is longer each part counts as a line; two of them fit into the distance. */
  private static final int LONGEST_LINE = 16_384;

  private static final int WINDOW = 8 * LONGEST_LINE;
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 255};
  private static final int END = 256;

  private static final int[] LITERAL_BITS = new int[257];
  private static final int[] LITERAL_LENGTH = new int[257];
  private static final int[] MATCH_BITS = new int[LONGEST + 1];
  private static final int[] MATCH_LENGTH = new int[LONGEST + 1];

  static {
    for (int literal = 0; literal < 144; literal++) {
      LITERAL_BITS[literal] = reversed(0b0011_0000 + literal, 8);
      LITERAL_LENGTH[literal] = 8;
    }
    for (int literal = 144; literal < END; literal++) {
      LITERAL_BITS[literal] = reversed(0b1_1001_0000 + literal - 144, 9);
      LITERAL_LENGTH[literal] = 9;
    }
    LITERAL_LENGTH[END] = 7; // all of them 0
    for (int length = 3; length <= LONGEST; length++) {
      match(length);
    }
  }

  private final Chunks out = new Chunks();
  private final CRC32 sum = new CRC32();
  private final byte[] window = new byte[WINDOW];
  private int filled;

  /** Where the line before begins, the one that is being encoded, and what is left of that. */
  private int before;

  private int line;
  private int at;

  /** Where the line before is like this one. */
  private int like;

  private final byte[] block = new byte[16_384];
  private int used;
  private long bits;
  private int count;
  private long total;

  private LineGzip() {}

  /** The text compressed. */
  static List<byte[]> of(List<byte[]> text) {
    LineGzip gzip = new LineGzip();
    gzip.out.write(HEADER);
    gzip.put(0b011, 3); // the last block, with fixed codes
    for (byte[] chunk : text) {
      gzip.take(chunk);
    }
    return gzip.finish();
  }

  private void take(byte[] chunk) {
    sum.update(chunk);
    total += chunk.length;
    int taken = 0;
    while (taken < chunk.length) {
      if (filled == WINDOW) {
        slide();
      }
      int part = Math.min(chunk.length - taken, WINDOW - filled);
      System.arraycopy(chunk, taken, window, filled, part);
      filled += part;
      taken += part;
      encode();
    }
  }

  /** Keeps the line before, and what there is of this one. */
  private void slide() {
    int gone = before;
    System.arraycopy(window, gone, window, 0, filled - gone);
    filled -= gone;
    line -= gone;
    at -= gone;
    like -= gone;
    before = 0;
  }

  private void encode() {
    while (at < filled) {
      int length = isCandidate(at, like) ? alike() : 0;
      if (length >= LEAST) {
        matched(length, at - like);
        at += length;
        like += length;
        if (like == line) {
          nextLine(); // the line before ends there, and so does this one
        }
      } else {
        literals();
      }
      if (at - line >= LONGEST_LINE) {
        nextLine();
      }
    }
  }

  /** Whether a match may begin there: of random bytes hardly any. */
  private boolean isCandidate(int here, int there) {
    return there + LEAST <= line
        && here + LEAST <= filled
        && window[here] == window[there]
        && window[here + LEAST - 1] == window[there + LEAST - 1];
  }

  /**
   * To the end of the label's value, or of the line: where one byte differs, the rest is another
   * key or another number. Fields instead of locals would cost half of the time.
   */
  private void literals() {
    byte[] text = window;
    int end = Math.min(filled, line + LONGEST_LINE);
    int here = at;
    int there = like;
    long code = bits;
    int length = count;
    int literal;
    do {
      literal = text[here++] & 0xff;
      there++;
      code |= (long) LITERAL_BITS[literal] << length;
      length += LITERAL_LENGTH[literal];
      if (length >= Integer.SIZE) {
        word((int) code);
        code >>>= Integer.SIZE;
        length -= Integer.SIZE;
      }
    } while (here < end && literal != '"' && literal != '\n');
    at = here;
    like = literal == '"' ? afterQuote(there - 1) : there;
    bits = code;
    count = length;
    if (literal == '\n') {
      nextLine();
    }
  }

  private void nextLine() {
    before = line;
    line = at;
    like = before;
  }

  private int alike() {
    int longest = Math.min(Math.min(filled, line + LONGEST_LINE) - at, line - like);
    int length = Arrays.mismatch(window, like, like + longest, window, at, at + longest);
    return length < 0 ? longest : length;
  }

  /** Values of labels differ in length: behind one the lines go on alike. */
  private int afterQuote(int from) {
    for (int i = Math.min(from, line); i < line; i++) {
      if (window[i] == '"') {
        return i + 1;
      }
    }
    return line;
  }

  private void matched(int length, int distance) {
    int rest = length;
    while (rest > 0) {
      int part = Math.min(rest, LONGEST);
      if (rest > LONGEST && rest < LONGEST + 3) {
        part = LONGEST - 3; // what remains must be long enough for a match
      }
      put(MATCH_BITS[part], MATCH_LENGTH[part]);
      distance(distance);
      rest -= part;
    }
  }

  private void distance(int distance) {
    int less = distance - 1;
    if (distance > FARTHEST) {
      throw new IllegalStateException("a line begins " + distance + " bytes back");
    }
    if (less < 4) {
      put(reversed(less, 5), 5);
      return;
    }
    int power = 31 - Integer.numberOfLeadingZeros(less);
    int code = 2 * power + (less >> (power - 1) & 1);
    put(reversed(code, 5) | (less & (1 << (power - 1)) - 1) << 5, 5 + power - 1);
  }

  private void put(int more, int length) {
    bits |= (long) more << count;
    count += length;
    if (count >= Integer.SIZE) {
      word((int) bits);
      bits >>>= Integer.SIZE;
      count -= Integer.SIZE;
    }
  }

  private void word(int word) {
    if (used == block.length) {
      out.write(block);
      used = 0;
    }
    block[used++] = (byte) word;
    block[used++] = (byte) (word >>> 8);
    block[used++] = (byte) (word >>> 16);
    block[used++] = (byte) (word >>> 24);
  }

  private List<byte[]> finish() {
    put(LITERAL_BITS[END], LITERAL_LENGTH[END]);
    out.write(block, 0, used);
    for (; count > 0; count -= Byte.SIZE) {
      out.write((int) bits);
      bits >>>= Byte.SIZE;
    }
    littleEndian((int) sum.getValue());
    littleEndian((int) total);
    return out.finish();
  }

  private void littleEndian(int number) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(number >> shift);
    }
  }

  /** Codes begin with their highest bit, numbers with their lowest. */
  private static int reversed(int code, int length) {
    return Integer.reverse(code) >>> (32 - length);
  }

  /** RFC 1951, section 3.2.5: from 11 on two, four, … lengths share a code. */
  private static void match(int length) {
    int code;
    int extra = 0;
    int extraBits = 0;
    if (length == LONGEST) {
      code = 285;
    } else if (length < 11) {
      code = 254 + length;
    } else {
      int less = length - 3;
      int power = 31 - Integer.numberOfLeadingZeros(less);
      extraBits = power - 2;
      code = 257 + 4 * (power - 1) + (less >> extraBits & 3);
      extra = less & (1 << extraBits) - 1;
    }
    int codeBits = code < 280 ? 7 : 8;
    int word = code < 280 ? code - 256 : 0b1100_0000 + code - 280;
    MATCH_BITS[length] = reversed(word, codeBits) | extra << codeBits;
    MATCH_LENGTH[length] = codeBits + extraBits;
  }
}
