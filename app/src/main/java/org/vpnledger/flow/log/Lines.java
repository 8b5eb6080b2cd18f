package org.vpnledger.flow.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;

/**
 * Makes lines of CSV (RFC 4180) out of numbers, addresses and text, as bytes and without an object
 * for any of them, and writes them in large pieces. Used by one thread.
 */
final class Lines {
  private static final int KEY_LENGTH = 44;
  private static final int ROOM = 1 << 20;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SECOND = 1_000_000_000L;

  /** The digits of 0 to 255, then a dot, then how many these are. */
  private static final int[] OCTETS = new int[256];

  private static final byte[] OCTET_LENGTHS = new byte[256];

  /** The three digits of 0 to 999. */
  private static final int[] THOUSAND = new int[1000];

  static {
    for (int i = 0; i < 1000; i++) {
      THOUSAND[i] = ('0' + i / 100) | (('0' + i / 10 % 10) << 8) | (('0' + i % 10) << 16);
    }
    for (int i = 0; i < 256; i++) {
      String text = i + ".";
      OCTET_LENGTHS[i] = (byte) text.length();
      for (int j = text.length() - 1; j >= 0; j--) {
        OCTETS[i] = OCTETS[i] << 8 | text.charAt(j);
      }
    }
  }

  private final WritableByteChannel channel;
  private final byte[] bytes = new byte[ROOM];
  private final Ipv6Texts ipv6 = new Ipv6Texts();
  private int length;
  private long written;
  private long second = -1;
  private final byte[] secondDigits = new byte[20];
  private int secondLength;

  /** Writes to a channel, the header first. */
  Lines(WritableByteChannel channel, String header) {
    this.channel = channel;
    raw((header + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Says that a line begins, and that it is not longer than that. Only here is anything written, so
   * that what the disk does not take is whole lines.
   */
  void begin(int longest) {
    if (length + longest > ROOM) {
      flush();
    }
  }

  /** How many bytes were given to the channel, or wait for it. */
  long written() {
    return written + length;
  }

  void comma() {
    bytes[length++] = ',';
  }

  void end() {
    bytes[length++] = '\n';
  }

  /** A number from 0 on. */
  void number(long number) {
    if (number < 1000) {
      small((int) number);
      return;
    }
    long head = number / 1000;
    number(head);
    WORD.set(bytes, length, THOUSAND[(int) (number - head * 1000)]);
    length += 3;
  }

  private void small(int number) {
    int digits = THOUSAND[number];
    int skipped = number < 10 ? 2 : number < 100 ? 1 : 0;
    WORD.set(bytes, length, digits >>> (8 * skipped));
    length += 3 - skipped;
  }

  /** A time in ns since 1970. Its seconds are the same for many lines. */
  void nanos(long time) {
    if (time < SECOND) {
      number(time); // no zeros before it
      return;
    }
    long seconds = time / SECOND;
    if (seconds != second) {
      int from = length;
      number(seconds);
      secondLength = length - from;
      System.arraycopy(bytes, from, secondDigits, 0, secondLength);
      second = seconds;
    } else {
      System.arraycopy(secondDigits, 0, bytes, length, secondLength);
      length += secondLength;
    }
    int nanos = (int) (time - seconds * SECOND);
    int millis = nanos / 1_000_000;
    int micros = nanos / 1000 - millis * 1000;
    WORD.set(bytes, length, THOUSAND[millis]);
    WORD.set(bytes, length + 3, THOUSAND[micros]);
    WORD.set(bytes, length + 6, THOUSAND[nanos % 1000]);
    length += 9;
  }

  /** An IPv4 address: {@code 192.0.2.1}. */
  void ipv4(int address) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      int octet = address >>> shift & 0xff;
      WORD.set(bytes, length, OCTETS[octet]);
      length += OCTET_LENGTHS[octet];
    }
    length--; // the last dot
  }

  /** An IPv6 address as RFC 5952 has it: {@code 2001:db8::1}. */
  void ipv6(long high, long low) {
    byte[] text = ipv6.text(high, low);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  /** Bytes as they are. */
  void raw(byte[] text) {
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  /** Text from outside: in quotes where it has to be, without what would end a line. */
  void text(String text) {
    raw(CsvText.field(text).getBytes(StandardCharsets.UTF_8));
  }

  /** An address of either version. */
  void address(Address address) {
    if (address.isIpv4()) {
      ipv4((int) address.low());
    } else {
      ipv6(address.high(), address.low());
    }
  }

  /** Whose it is: a public key is never changed, though it may begin like a formula. */
  void key(@Nullable String peer) {
    if (peer != null && peer.length() == KEY_LENGTH && peer.endsWith("=")) {
      raw(peer.getBytes(StandardCharsets.US_ASCII));
    } else if (peer != null) {
      text(peer);
    }
  }

  /**
   * Gives the channel all there is. What it did not take, as when a disk is full, is kept for
   * another time.
   */
  void flush() {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      written += buffer.position();
      length = buffer.remaining();
      System.arraycopy(bytes, buffer.position(), bytes, 0, length);
    }
  }
}
