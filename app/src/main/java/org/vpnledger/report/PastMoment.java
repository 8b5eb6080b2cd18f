package org.vpnledger.report;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A single moment that lies behind us, as people type it. */
public final class PastMoment {
  private static final Pattern CLOCK =
      Pattern.compile("(?:([a-z]{3,9}) +)?(\\d{1,2}:\\d{2}(?::\\d{2})?)");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("H:mm[:ss]", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern LOCAL =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d(:\\d\\d)?");

  private PastMoment() {}

  /**
   * RFC 3339; {@code YYYY-MM-DD HH:MM[:SS]} in the zone; or {@code tuesday 03:12}, {@code today
   * 03:12}, {@code yesterday 03:12} and {@code 03:12}, which are the last such moment.
   *
   * @throws IllegalArgumentException with one line that says what is expected, also for a time that
   *     a change of the clocks left out or repeated, and for one that is still to come
   */
  public static Instant of(String text, Instant now, ZoneId zone) {
    Matcher clock = CLOCK.matcher(text.strip().toLowerCase(Locale.ROOT));
    Instant at = clock.matches() ? last(text, clock, now, zone) : exact(text, zone);
    if (at.isAfter(now)) {
      throw new IllegalArgumentException("'" + SafeText.plain(text) + "' is still to come");
    }
    return at;
  }

  private static Instant exact(String text, ZoneId zone) {
    Instant at = moment(text, zone);
    if (text.length() == 10) {
      throw new IllegalArgumentException(
          "'" + SafeText.plain(text) + "' is a whole day: add a time, or give --from and --to");
    }
    if (LOCAL.matcher(text).matches()) {
      requireOnce(text, LocalDateTime.parse(text.replace(' ', 'T')), zone);
    }
    return at;
  }

  private static Instant moment(String text, ZoneId zone) {
    try {
      return TimeText.moment(text, zone);
    } catch (IllegalArgumentException e) {
      throw notATime(text); // what it advises may be a day, which is no moment
    }
  }

  private static void requireOnce(String text, LocalDateTime local, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.size() == 1) {
      return;
    }
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    throw new IllegalArgumentException(
        offsets.isEmpty()
            ? "'%s' never was in %s: the clocks went from %s to %s"
                .formatted(
                    text,
                    zone,
                    change.getDateTimeBefore().toLocalTime(),
                    change.getDateTimeAfter().toLocalTime())
            : "'%s' was twice in %s, where the clocks were set back: write %s"
                .formatted(
                    text,
                    zone,
                    offsets.stream()
                        .map(offset ->
                            DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local.atOffset(offset)))
                        .collect(Collectors.joining(" or "))));
  }

  /** Backwards day by day: a change of the clocks may have left that time out on one of them. */
  private static Instant last(String text, Matcher clock, Instant now, ZoneId zone) {
    LocalTime time = time(text, clock.group(2));
    LocalDate today = LocalDate.ofInstant(now, zone);
    String word = clock.group(1);
    Predicate<LocalDate> day = word == null ? _ -> true : day(text, word, today);
    for (LocalDate date = today; !date.isBefore(today.minusDays(15)); date = date.minusDays(1)) {
      Instant at = day.test(date) ? lastOn(date.atTime(time), now, zone) : null;
      if (at != null) {
        return at;
      }
    }
    throw new IllegalArgumentException(
        "'" + SafeText.plain(text) + "' has not been: the clocks left it out, or it is to come");
  }

  /**
   * The later one of two, if the clocks were set back; absent if there is none yet or never was.
   */
  private static @Nullable Instant lastOn(LocalDateTime local, Instant now, ZoneId zone) {
    Instant last = null;
    for (ZoneOffset offset : zone.getRules().getValidOffsets(local)) {
      Instant at = local.toInstant(offset);
      if (!at.isAfter(now) && (last == null || at.isAfter(last))) {
        last = at;
      }
    }
    return last;
  }

  private static LocalTime time(String text, String clock) {
    try {
      return LocalTime.parse(clock, TIME);
    } catch (DateTimeParseException e) {
      throw notATime(text);
    }
  }

  /** Which days a word means: {@code tue} and {@code tuesday}, {@code today}, {@code yesterday}. */
  private static Predicate<LocalDate> day(String text, String word, LocalDate today) {
    if (word.equals("today") || word.equals("yesterday")) {
      return (word.equals("today") ? today : today.minusDays(1))::equals;
    }
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = day.name().toLowerCase(Locale.ROOT);
      if (name.equals(word) || name.substring(0, 3).equals(word)) {
        return date -> date.getDayOfWeek() == day;
      }
    }
    throw notATime(text);
  }

  private static IllegalArgumentException notATime(String text) {
    return new IllegalArgumentException(
        "'"
            + SafeText.plain(text)
            + "' is not a time: write '2026-01-31 10:00', 'tuesday 10:00', 10:00 or 2026-01-31T10:00:00Z");
  }
}
