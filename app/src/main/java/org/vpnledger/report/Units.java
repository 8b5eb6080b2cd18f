package org.vpnledger.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Figures for people. */
public final class Units {
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Units() {}

  /** {@code 1.50 GiB}; whole bytes below 1 KiB. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (Math.abs(value) >= 1024 && unit < BINARY.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.2f %s", value, BINARY[unit]);
  }

  /** {@code 12.3 Mbit/s}: rates are bits, as everywhere in the field. */
  public static String rate(long bytesPerSecond) {
    double bits = bytesPerSecond * 8.0;
    String[] units = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
    int unit = 0;
    while (bits >= 1000 && unit < units.length - 1) {
      bits /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", bits, units[unit]);
  }

  /** {@code 3d 04:05:06}, or {@code 04:05:06}. */
  public static String seconds(long seconds) {
    Duration duration = Duration.ofSeconds(seconds);
    String clock =
        String.format(
            Locale.ROOT,
            "%02d:%02d:%02d",
            duration.toHoursPart(),
            duration.toMinutesPart(),
            duration.toSecondsPart());
    return duration.toDaysPart() == 0 ? clock : duration.toDaysPart() + "d " + clock;
  }

  /** {@code 2026-01-31 10:00:00} on the zone's clock. */
  public static String time(Instant at, ZoneId zone) {
    return TIME.format(at.atZone(zone));
  }

  /** RFC 3339 with the zone's offset, to the second. */
  public static String rfc3339(Instant at, ZoneId zone) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        at.atZone(zone).truncatedTo(ChronoUnit.SECONDS).toOffsetDateTime());
  }
}
