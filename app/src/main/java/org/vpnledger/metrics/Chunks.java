package org.vpnledger.metrics;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes that grow in pieces: a page of many megabytes is never copied as a whole, and what is
 * written once can be sent to many at once.
 */
final class Chunks extends OutputStream {
  private static final int SIZE = 64 << 10;
  private static final int LONGEST_VALUE = 22; // with what stands around 9223372036854775807

  private final List<byte[]> full = new ArrayList<>();
  private byte[] current = new byte[SIZE];
  private int used;

  @Override
  public void write(int one) {
    if (used == current.length) {
      next();
    }
    current[used++] = (byte) one;
  }

  @Override
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    int done = 0;
    while (done < count) {
      if (used == current.length) {
        next();
      }
      int part = Math.min(count - done, current.length - used);
      System.arraycopy(bytes, from + done, current, used, part);
      used += part;
      done += part;
    }
  }

  /** A space, the number in decimal digits, and the line's end, as most lines of a page end. */
  void value(long value) {
    if (value < 0 || current.length - used < LONGEST_VALUE) {
      write((" " + value + "\n").getBytes(StandardCharsets.US_ASCII));
      return;
    }
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    byte[] bytes = current;
    bytes[used] = ' ';
    int end = used + 1 + digits;
    long rest = value;
    for (int i = end - 1; i > used; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    bytes[end] = '\n';
    used = end + 1;
  }

  /** In decimal digits. */
  void number(long value) {
    write(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  private void next() {
    full.add(current);
    current = new byte[SIZE];
    used = 0;
  }

  /** All that was written; nothing may be written after. */
  List<byte[]> finish() {
    List<byte[]> all = new ArrayList<>(full);
    if (used > 0) {
      all.add(Arrays.copyOf(current, used));
    }
    return List.copyOf(all);
  }
}
