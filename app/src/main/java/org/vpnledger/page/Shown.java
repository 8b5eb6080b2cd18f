package org.vpnledger.page;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Text and times as the page shows them. */
final class Shown {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

  private Shown() {}

  /** The beginning of a text that is too long, marked as such. */
  static String text(String text, int longest) {
    if (text.codePointCount(0, text.length()) <= longest) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
  }

  /** Its first letter, with what belongs to it. */
  static String firstLetter(String text) {
    int end = text.isEmpty() ? 0 : text.offsetByCodePoints(0, 1);
    while (end < text.length() && isMark(text.codePointAt(end))) {
      end = text.offsetByCodePoints(end, 1);
    }
    return text.substring(0, end);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  /** {@code 7 days}. */
  static String days(int days) {
    return days == 1 ? "1 day" : days + " days";
  }

  /** {@code 04:05} today, {@code 3 Apr 04:05} this year, else {@code 3 Apr 2025}. */
  static String time(Instant at, Instant now, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(at, zone);
    LocalDateTime today = LocalDateTime.ofInstant(now, zone);
    if (local.toLocalDate().equals(today.toLocalDate())) {
      return TIME.format(local);
    }
    return (local.getYear() == today.getYear() ? DAY_AND_TIME : DAY).format(local);
  }
}
