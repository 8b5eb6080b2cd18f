package org.vpnledger.flow.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the names of files and folders say of when their hour, in UTC, was over. */
final class Expiry {
  private static final Pattern DATE = Pattern.compile("date=(\\d{4}-\\d{2}-\\d{2})");
  private static final Pattern HOUR = Pattern.compile("hour=([01]\\d|2[0-3])");
  private static final Pattern PACKETS = Pattern.compile("(\\d{1,18}|[1-8]\\d{18})\\.csv");
  private static final Duration ONE_HOUR = Duration.ofHours(1);

  private Expiry() {}

  /** The date of a date's folder, absent if it is none. */
  static @Nullable LocalDate date(String folder) {
    Matcher date = DATE.matcher(folder);
    try {
      return date.matches() ? LocalDate.parse(date.group(1)) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The end of an hour's folder of that date, absent if it is none. */
  static @Nullable Instant end(LocalDate date, String folder) {
    Matcher hour = HOUR.matcher(folder);
    return hour.matches()
        ? date.atTime(Integer.parseInt(hour.group(1)), 0).toInstant(ZoneOffset.UTC).plus(ONE_HOUR)
        : null;
  }

  /** The end of the hour in which a packet log began, absent if the name is none of one. */
  static @Nullable Instant endOfPackets(String file) {
    Matcher name = PACKETS.matcher(file);
    if (!name.matches()) {
      return null;
    }
    long second = Long.parseLong(name.group(1)) / 1_000_000_000L;
    return Instant.ofEpochSecond(second - second % ONE_HOUR.toSeconds()).plus(ONE_HOUR);
  }

  /**
   * Whether what ended then is kept no longer.
   *
   * @param days 0 for ever
   */
  static boolean isOver(Instant end, int days, Instant now) {
    return days > 0 && !now.isBefore(end.plus(Duration.ofDays(days)));
  }
}
