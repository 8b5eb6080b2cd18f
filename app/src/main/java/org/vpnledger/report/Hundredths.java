package org.vpnledger.report;

/**
 * Bytes in a larger unit with two digits after the point, as C's {@code %.2f} writes them: the
 * nearest hundredth, and of two that are equally near the even one, where Java's format takes the
 * larger. Whole numbers give that exactly and ten thousand of them in no time.
 */
public final class Hundredths {
  private Hundredths() {}

  /**
   * The figure without its unit.
   *
   * @param bits what the unit is a power of: 20 for 1,048,576 bytes; at most 40
   */
  public static String of(long bytes, int bits) {
    long magnitude = Math.abs(bytes);
    long mask = (1L << bits) - 1;
    long half = 1L << (bits - 1);
    long part = (magnitude & mask) * 100;
    long hundredths = part >> bits;
    long rest = part & mask;
    if (rest > half || (rest == half && (hundredths & 1) == 1)) {
      hundredths++;
    }
    long whole = (magnitude >> bits) + hundredths / 100;
    long digits = hundredths % 100;
    return (bytes < 0 ? "-" : "") + whole + (digits < 10 ? ".0" : ".") + digits;
  }
}
