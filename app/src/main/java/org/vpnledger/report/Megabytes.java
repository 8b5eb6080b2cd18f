package org.vpnledger.report;

/** Megabytes of 1,048,576 bytes as {@code wg-stats} prints them, which is C's {@code %10.2f MB}. */
final class Megabytes {
  private static final int BITS = 20;
  private static final int WIDTH = 10;

  private Megabytes() {}

  static String padded(long bytes) {
    String digits = Hundredths.of(bytes, BITS);
    return " ".repeat(Math.max(0, WIDTH - digits.length())) + digits + " MB";
  }
}
