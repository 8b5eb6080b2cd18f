package org.vpnledger.source.wireguard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;

/**
 * A movable window on the bytes of an answer that reads one value at a time. Only what is asked for
 * ever becomes a String: the windows of secret fields are passed over.
 */
final class Token {
  private static final int HEX_KEY = 64;
  private static final int BASE64_KEY = 44;
  private static final int MAX_ENDPOINT = 80; // [INET6_ADDRSTRLEN%IFNAMSIZ]:65535
  private static final int MAX_NETWORK = 64; // INET6_ADDRSTRLEN/128

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final byte[] HEX = values("0123456789abcdef"); // the protocol says lower case
  private static final byte[] BASE64 =
      values(LETTERS.toUpperCase(Locale.ROOT) + LETTERS + "0123456789+/");

  private final byte[] bytes;
  private final byte[] key = new byte[32];
  private int from;
  private int to;
  private int line;

  Token(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Moves to the bytes from {@code from} until before {@code to}. */
  Token at(int from, int to) {
    this.from = from;
    this.to = to;
    return this;
  }

  /** What is malformed from now on is on the line that begins there. */
  void lineAt(int begin) {
    line = begin;
  }

  MalformedReadException malformed(String what) {
    int number = 1;
    for (int i = 0; i < line; i++) {
      number += bytes[i] == '\n' ? 1 : 0;
    }
    return new MalformedReadException("line " + number + ": " + what);
  }

  boolean is(String ascii) {
    if (to - from != ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[from + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all of it is digits; nothing is not. */
  boolean isDigits() {
    for (int i = from; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return from < to;
  }

  int length() {
    return to - from;
  }

  String text() {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** A whole number from 0 to {@code max}. */
  long decimal(long max, String what) throws MalformedReadException {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || value > (max - digit) / 10) {
        throw malformed(what + " is not a number from 0 to " + max);
      }
      value = value * 10 + digit;
    }
    if (from == to) {
      throw malformed(what + " is empty");
    }
    return value;
  }

  /** The same, or the upper end of a range that is written {@code 20-30}. */
  long decimalOrUpperEnd(long max, String what) throws MalformedReadException {
    int begin = from;
    int end = to;
    int dash = begin;
    while (dash < end && bytes[dash] != '-') {
      dash++;
    }
    if (dash == end) {
      return decimal(max, what);
    }
    long lower = at(begin, dash).decimal(max, what);
    return Math.max(lower, at(dash + 1, end).decimal(max, what));
  }

  /** A 32-bit number after {@code 0x}. */
  long hexadecimal(String what) throws MalformedReadException {
    long value = 0;
    boolean wellFormed =
        to - from >= 3 && to - from <= 10 && bytes[from] == '0' && bytes[from + 1] == 'x';
    for (int i = from + 2; i < to && wellFormed; i++) {
      int digit = hexDigit(bytes[i]);
      wellFormed = digit >= 0;
      value = value << 4 | digit;
    }
    if (!wellFormed) {
      throw malformed(what + " is not a 32-bit number in hex");
    }
    return value;
  }

  /** A public key in hex, as base64. */
  String keyFromHex() throws MalformedReadException {
    if (to - from != HEX_KEY) {
      throw malformed("a key has " + HEX_KEY + " hex digits");
    }
    for (int i = 0; i < key.length; i++) {
      int value = hexDigit(bytes[from + 2 * i]) << 4 | hexDigit(bytes[from + 2 * i + 1]);
      if (value < 0) {
        throw malformed("a key has " + HEX_KEY + " hex digits");
      }
      key[i] = (byte) value;
    }
    return Base64.getEncoder().encodeToString(key);
  }

  /** A public key in base64, in the one form that encoding 32 bytes gives. */
  String keyFromBase64() throws MalformedReadException {
    boolean wellFormed = to - from == BASE64_KEY && bytes[to - 1] == '=';
    for (int i = from; i < to - 1 && wellFormed; i++) {
      wellFormed = base64Digit(bytes[i]) >= 0;
    }
    // 43 digits hold two bits more than 32 bytes: were they not zero, a key had four spellings.
    if (!wellFormed || (base64Digit(bytes[to - 2]) & 3) != 0) {
      throw malformed("a key is 32 bytes in base64");
    }
    return text();
  }

  PeerKey peerFromHex() throws MalformedReadException {
    return new PeerKey(keyFromHex());
  }

  PeerKey peerFromBase64() throws MalformedReadException {
    return new PeerKey(keyFromBase64());
  }

  Endpoint endpoint() throws MalformedReadException {
    Endpoint endpoint = to - from > MAX_ENDPOINT ? null : Endpoint.parse(text());
    if (endpoint == null) {
      throw malformed("an endpoint is ADDRESS:PORT or [ADDRESS]:PORT");
    }
    return endpoint;
  }

  /** An allowed network, {@code 10.8.0.2/32} or {@code fd00::2/128}. */
  String network() throws MalformedReadException {
    int slash = -1;
    boolean ipv6 = false;
    boolean wellFormed = to - from <= MAX_NETWORK;
    for (int i = from; i < to && wellFormed; i++) {
      byte b = bytes[i];
      ipv6 |= b == ':';
      if (b == '/') {
        slash = i;
        break;
      }
      wellFormed = b == ':' || b == '.' || hexDigit(b) >= 0;
    }
    if (!wellFormed || slash <= from) {
      throw malformed("an allowed network is ADDRESS/BITS");
    }
    String network = text();
    at(slash + 1, to).decimal(ipv6 ? 128 : 32, "the length of an allowed network");
    return network;
  }

  private static int hexDigit(byte b) {
    return HEX[b & 0xff];
  }

  private static int base64Digit(byte b) {
    return BASE64[b & 0xff];
  }

  /** The value of each byte that is one of these digits, -1 for every other byte. */
  private static byte[] values(String digits) {
    byte[] values = new byte[256];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < digits.length(); i++) {
      values[digits.charAt(i)] = (byte) i;
    }
    return values;
  }
}
