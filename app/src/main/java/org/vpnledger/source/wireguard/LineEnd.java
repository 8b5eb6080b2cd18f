package org.vpnledger.source.wireguard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds where a line ends, eight bytes at a time: most of an answer is keys to be passed over. */
final class LineEnd {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long NEWLINES = '\n' * ONES;

  private LineEnd() {}

  /** The index of the first newline from {@code from} until before {@code length}, or -1. */
  static int find(byte[] bytes, int from, int length) {
    int at = from;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      // A newline is a zero byte after this; a zero byte is the lowest that borrows.
      long zeros = (long) EIGHT.get(bytes, at) ^ NEWLINES;
      long found = (zeros - ONES) & ~zeros & HIGHS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    for (; at < length; at++) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return -1;
  }
}
