package org.vpnledger.report;

import java.util.ArrayList;
import java.util.List;

/** Figures as {@code wg show} writes them where no colour is wanted (wireguard-tools, show.c). */
final class WgText {
  private static final long YEAR = 365 * 86_400L;
  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};

  private WgText() {}

  /**
   * What follows {@code latest handshake: }.
   *
   * @param seconds how long ago it was, negative if it lies in the future
   */
  static String ago(long seconds) {
    if (seconds == 0) {
      return "Now";
    }
    if (seconds < 0) {
      return "(System clock wound backward; connection problems may ensue.)";
    }
    List<String> parts = new ArrayList<>();
    add(parts, seconds / YEAR, "year");
    add(parts, seconds % YEAR / 86_400, "day");
    add(parts, seconds % 86_400 / 3600, "hour");
    add(parts, seconds % 3600 / 60, "minute");
    add(parts, seconds % 60, "second");
    return String.join(", ", parts) + " ago";
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count > 0) {
      parts.add(count + " " + unit + (count == 1 ? "" : "s"));
    }
  }

  /** Two digits after the point from a KiB, and nothing larger than TiB. */
  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int unit = Math.min((63 - Long.numberOfLeadingZeros(bytes)) / 10, BYTES.length - 1);
    return Hundredths.of(bytes, 10 * unit) + " " + BYTES[unit];
  }
}
