package org.vpnledger.flow.sql;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an hour: {@code gateway=gw1/date=2026-01-31/hour=07}, in UTC.
 *
 * @param gateway as its folder is named, without {@code gateway=}
 * @param hour hours since 1970
 */
record HourFolder(String gateway, long hour) implements Comparable<HourFolder> {
  private static final Comparator<HourFolder> ORDER =
      Comparator.comparing(HourFolder::gateway).thenComparingLong(HourFolder::hour);

  static final long HOUR_NS = Duration.ofHours(1).toNanos();
  private static final Pattern DATE = Pattern.compile("date=(\\d{4}-\\d{2}-\\d{2})");
  private static final Pattern HOUR = Pattern.compile("hour=([01]\\d|2[0-3])");
  private static final int LONGEST = 80;

  /** Where it lies below the folder of its data set. */
  Path path() {
    OffsetDateTime at = start().atOffset(ZoneOffset.UTC);
    return Path.of(
        "gateway=" + gateway,
        "date=" + at.toLocalDate(),
        String.format(Locale.ROOT, "hour=%02d", at.getHour()));
  }

  @Override
  public int compareTo(HourFolder other) {
    return ORDER.compare(this, other);
  }

  Instant start() {
    return Instant.ofEpochSecond(Math.multiplyExact(hour, 3600));
  }

  long startNs() {
    return Math.multiplyExact(hour, HOUR_NS);
  }

  long endNs() {
    return startNs() + HOUR_NS;
  }

  /**
   * A gateway's name as a folder's: letters, digits, and {@code -_.} but not in front stay, other
   * bytes are written as {@code %2F}. No name leads elsewhere, and no two names become one.
   */
  static String safe(String gateway) {
    if (gateway.isEmpty()) {
      return "%";
    }
    StringBuilder safe = new StringBuilder();
    for (byte octet : gateway.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || (!safe.isEmpty() && (c == '-' || c == '_' || c == '.'))) {
        safe.append(c);
      } else {
        safe.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return safe.length() <= LONGEST
        ? safe.toString()
        : safe.substring(0, LONGEST) + "%" + Digest.of(gateway);
  }

  /** Days since 1970 of a date's folder, absent if it is none. */
  static @Nullable Long day(String name) {
    Matcher date = DATE.matcher(name);
    try {
      return date.matches() ? LocalDate.parse(date.group(1)).toEpochDay() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The hour of an hour's folder, absent if it is none. */
  static @Nullable Integer hour(String name) {
    Matcher hour = HOUR.matcher(name);
    return hour.matches() ? Integer.valueOf(hour.group(1)) : null;
  }

  /** What a path's last three names say, absent if they are not of that form. */
  static @Nullable HourFolder of(Path folder) {
    Path date = folder.getParent();
    Path gateway = date == null ? null : date.getParent();
    if (date == null || gateway == null || gateway.getFileName() == null) {
      return null;
    }
    Long day = day(date.getFileName().toString());
    Integer hour = hour(folder.getFileName().toString());
    String name = gateway.getFileName().toString();
    return day == null || hour == null || !name.startsWith("gateway=")
        ? null
        : new HourFolder(name.substring("gateway=".length()), day * 24 + hour);
  }
}
