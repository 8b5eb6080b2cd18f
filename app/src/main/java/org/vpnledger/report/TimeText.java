package org.vpnledger.report;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people type them. */
public final class TimeText {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm[:ss]", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT); // else 30 February is the 28th
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(min|[smhdw]|mo|y)");

  private TimeText() {}

  /**
   * RFC 3339, or {@code YYYY-MM-DD[ HH:MM[:SS]]} in the zone.
   *
   * @throws IllegalArgumentException with one line that says what is expected
   */
  public static Instant moment(String text, ZoneId zone) {
    try {
      if (text.length() == 10) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      if (text.length() == 16 || (text.length() == 19 && !text.endsWith("Z"))) {
        return LocalDateTime.parse(text.replace('T', ' '), LOCAL).atZone(zone).toInstant();
      }
      OffsetDateTime time = OffsetDateTime.parse(text.replace(' ', 'T'));
      if (time.getYear() < 1 || time.getYear() > 9999) {
        throw new DateTimeException("RFC 3339 has years of four digits");
      }
      return time.toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'"
              + SafeText.plain(text)
              + "' is not a time: write 2026-01-31, '2026-01-31 10:00' or 2026-01-31T10:00:00Z",
          e);
    }
  }

  /**
   * The end of what was typed: a date without a time includes its whole day.
   *
   * @throws IllegalArgumentException with one line that says what is expected
   */
  public static Instant end(String text, ZoneId zone) {
    Instant start = moment(text, zone);
    return text.length() == 10
        ? LocalDate.ofInstant(start, zone).plusDays(1).atStartOfDay(zone).toInstant()
        : start;
  }

  /**
   * The moment so long before {@code now}: {@code 90s}, {@code 30min} (or {@code 30m}), {@code
   * 12h}, {@code 30d}, {@code 2w}, {@code 3mo}, {@code 1y}. Days and longer are the calendar's.
   *
   * @throws IllegalArgumentException with one line that says what is expected
   */
  public static Instant before(String length, Instant now, ZoneId zone) {
    Matcher matcher = LENGTH.matcher(length.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + SafeText.plain(length)
              + "' is not a length of time: write 12h, 30d, 2w, 3mo or 1y");
    }
    int count = Integer.parseInt(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> now.minus(Duration.ofSeconds(count));
      case "m", "min" -> now.minus(Duration.ofMinutes(count));
      case "h" -> now.minus(Duration.ofHours(count));
      case "d" -> now.atZone(zone).minus(Period.ofDays(count)).toInstant();
      case "w" -> now.atZone(zone).minus(Period.ofWeeks(count)).toInstant();
      case "mo" -> now.atZone(zone).minus(Period.ofMonths(count)).toInstant();
      default -> now.atZone(zone).minus(Period.ofYears(count)).toInstant();
    };
  }
}
