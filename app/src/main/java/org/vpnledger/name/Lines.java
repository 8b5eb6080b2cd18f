package org.vpnledger.name;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Locale;

/**
 * The lines of a text in bytes, one at a time, without surrounding space. Only what somebody asks
 * for becomes a {@code String}: most lines of these files hold secrets.
 */
final class Lines {
  private final byte[] text;
  private int start;
  private int end;
  private int next;

  Lines(byte[] text) {
    this.text = text;
  }

  /** Goes to the next line. Returns whether there is one. */
  boolean next() {
    if (next >= text.length) {
      return false;
    }
    start = next;
    while (next < text.length && text[next] != '\n') {
      next++;
    }
    end = next++;
    trim();
    return true;
  }

  /** Whether the line has its end: one without may be half written. */
  boolean isWhole() {
    return next <= text.length;
  }

  private void trim() {
    while (start < end && isSpace(text[start])) {
      start++;
    }
    while (end > start && isSpace(text[end - 1])) {
      end--;
    }
  }

  static boolean isSpace(int b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  boolean isBlank() {
    return start == end;
  }

  int length() {
    return end - start;
  }

  /** Where in the text the line begins. */
  int offset() {
    return start;
  }

  /** The byte at that place of the line. */
  byte at(int index) {
    return text[start + index];
  }

  byte first() {
    return start == end ? 0 : text[start];
  }

  /** Leaves out the line's first bytes, and the space after them. */
  void skip(int bytes) {
    start = Math.min(start + bytes, end);
    trim();
  }

  /** Whether the line begins so, whatever the case of its letters; given in small ones. */
  boolean startsWith(String prefix) {
    if (length() < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      int b = at(i) >= 'A' && at(i) <= 'Z' ? at(i) + ('a' - 'A') : at(i);
      if (b != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where the byte is first in the line from there on, or -1. */
  int indexOf(char wanted, int from) {
    for (int i = from; i < length(); i++) {
      if (at(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Whether 43 characters of base64 and a {@code =} stand in the line from there on: a key, of
   * which nobody can tell whether it is secret.
   */
  boolean keyWithin(int from) {
    int run = 0;
    for (int i = start + from; i < end; i++) {
      boolean base64 = isBase64(text[i]);
      if (!base64 && text[i] == '=' && run >= 43) {
        return true;
      }
      run = base64 ? run + 1 : 0;
    }
    return false;
  }

  private static boolean isBase64(byte b) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '/';
  }

  /** Whether a key begins there, told without making a string of it. */
  boolean isKey(int from) {
    return from >= 0
        && from + WireGuardKey.LENGTH <= length()
        && WireGuardKey.isValid(i -> at(from + i) & 0xFF);
  }

  /** A part of the line as text. */
  String text(int from, int to) {
    return new String(text, start + from, to - from, UTF_8);
  }

  /** A part of the line as text, without any space, in small letters. */
  String squeezed(int from, int to) {
    StringBuilder squeezed = new StringBuilder();
    for (int i = from; i < to; i++) {
      if (!isSpace(at(i))) {
        squeezed.append((char) (at(i) & 0xFF));
      }
    }
    return squeezed.toString().toLowerCase(Locale.ROOT);
  }

  /** A part of the line as it is, for a parser of its own; the caller wipes it. */
  byte[] bytes(int from, int to) {
    return Arrays.copyOfRange(text, start + from, start + to);
  }
}
