package org.vpnledger.source.openvpn;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A movable line of a file, cut at its separators; all positions are those of the bytes. */
final class Line {
  /** OpenVPN itself writes no line of more than 511 bytes. */
  private static final int LONGEST = 1024;

  private static final int LONGEST_NUMBER = 19;
  private static final char REPLACEMENT = '\ufffd';

  private final byte[] bytes;
  private final int length;
  private final byte separator;

  /** Where each field begins; a field ends one byte before the next begins. */
  private final int[] starts = new int[LONGEST + 2];

  private int fields;
  private int next;
  private int number;
  private boolean ended = true;
  private boolean ascii;

  Line(byte[] bytes, int length, byte separator) {
    this.bytes = bytes;
    this.length = length;
    this.separator = separator;
  }

  /** Moves to the next line, if there is one. */
  boolean next() throws MalformedStatusException {
    if (next == length) {
      return false;
    }
    number++;
    byte[] from = bytes; // what a loop keeps in local variables is faster without the last compiler
    byte parting = separator;
    int at = next;
    int last = Math.min(length, at + LONGEST);
    int count = 1;
    int all = 0;
    starts[0] = at;
    while (at < last) {
      byte b = from[at];
      all |= b;
      if (b > ',' || b < 0) {
        at++;
      } else if (b == parting) {
        starts[count++] = ++at;
      } else if (b == '\n') {
        break;
      } else if (b >= ' ' || isReturn(at)) {
        at++;
      } else {
        throw malformed("control characters: this is no status file of OpenVPN's");
      }
    }
    if (at == last && at < length && from[at] != '\n') {
      throw malformed("longer than OpenVPN's lines");
    }
    ascii = all >= 0;
    ended = at < length;
    next = ended ? at + 1 : at;
    int end = at > starts[0] && isReturn(at - 1) ? at - 1 : at;
    starts[count] = end + 1;
    fields = count;
    return true;
  }

  /** As a server on Windows ends its lines, and the management interface does everywhere. */
  private boolean isReturn(int at) {
    return bytes[at] == '\r' && at + 1 < length && bytes[at + 1] == '\n';
  }

  /** Whether a line break ends it. */
  boolean isEnded() {
    return ended;
  }

  boolean isTabbed() {
    return separator == '\t';
  }

  int fields() {
    return fields;
  }

  /** Where a field begins. */
  int from(int field) {
    return starts[field];
  }

  /** Where a field ends, exclusive. */
  int to(int field) {
    return starts[field + 1] - 1;
  }

  /** Whether the whole line is this. */
  boolean is(String wanted) {
    return matches(starts[0], starts[fields] - 1, wanted);
  }

  boolean fieldIs(int field, String wanted) {
    return matches(from(field), to(field), wanted);
  }

  boolean matches(int from, int to, String wanted) {
    if (to - from != wanted.length()) {
      return false;
    }
    for (int i = 0; i < wanted.length(); i++) {
      if (bytes[from + i] != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  byte at(int position) {
    return bytes[position];
  }

  /**
   * Somebody's text. Certificates give UTF-8; a login is what a client sent, and what is not UTF-8
   * is taken for Latin-1, so that different bytes stay different names.
   */
  String text(int from, int to) {
    return ascii || isAscii(from, to)
        ? new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
        : decoded(bytes, from, to);
  }

  private boolean isAscii(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** Somebody's text among any bytes. */
  static String decoded(byte[] bytes, int from, int to) {
    String utf8 = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (utf8.indexOf(REPLACEMENT) < 0) {
      return utf8;
    }
    try { // which stands for something malformed, or is a part of the name
      ByteBuffer text = ByteBuffer.wrap(bytes, from, to - from);
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
  }

  /** A whole number from 0 to {@code max}. */
  long decimal(int from, int to, long max, String what) throws MalformedStatusException {
    long value = 0;
    boolean wellFormed = from < to && to - from <= LONGEST_NUMBER;
    for (int i = from; i < to && wellFormed; i++) {
      int digit = bytes[i] - '0';
      wellFormed = digit >= 0 && digit <= 9;
      value = value * 10 + digit;
    }
    // Nineteen digits may be too many for a long, but never so that it becomes positive again.
    if (!wellFormed || value < 0 || value > max) {
      throw malformed(what + (from == to ? " is empty" : " is not a number from 0 to " + max));
    }
    return value;
  }

  MalformedStatusException malformed(String what) {
    return new MalformedStatusException("line " + number + ": " + what);
  }

  TornStatusException torn(String what) {
    return new TornStatusException("line " + number + ": " + what);
  }
}
