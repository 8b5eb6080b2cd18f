package org.vpnledger.report;

/**
 * Megabytes of 1,048,576 bytes as {@code wg-stats} prints them, which is C's {@code %10.2f MB}: the
 * nearest hundredth, and of two that are equally near the even one. Whole numbers give that exactly
 * and ten thousand of them in no time, which {@code String.format} does not.
 */
final class Megabytes {
  private static final int BITS = 20;
  private static final long HALF = 1L << (BITS - 1);
  private static final int WIDTH = 10;

  private Megabytes() {}

  static String padded(long bytes) {
    long magnitude = Math.abs(bytes);
    long part = (magnitude & ((1L << BITS) - 1)) * 100;
    long hundredths = part >> BITS;
    long rest = part & ((1L << BITS) - 1);
    if (rest > HALF || (rest == HALF && (hundredths & 1) == 1)) {
      hundredths++;
    }
    long whole = (magnitude >> BITS) + hundredths / 100;
    String digits =
        (bytes < 0 ? "-" : "") + whole + (hundredths % 100 < 10 ? ".0" : ".") + hundredths % 100;
    return " ".repeat(Math.max(0, WIDTH - digits.length())) + digits + " MB";
  }
}
