package org.vpnledger.source.openvpn;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/**
 * Times as a status file writes them, in the server's own time zone: {@code 2026-01-01 09:00:00}
 * since 2.5, {@code Thu Jan 1 09:00:00 2026} before, as ctime(3) does. Of the hour that comes twice
 * at the end of summer time the first is taken; nothing in the file says which it is.
 */
final class StatusTime {
  /** OpenVPN prints its seconds as 32 bits without a sign. */
  static final long MOST_SECONDS = 0xffff_ffffL;

  private static final String ISO = "dddd-dd-dd dd:dd:dd";
  private static final String CTIME = "Www Mmm _d dd:dd:dd dddd";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private final ZoneRules zone;

  StatusTime(ZoneId zone) {
    this.zone = zone.getRules();
  }

  /** Whether it has one of the two forms. */
  static boolean isText(Line line, int from, int to) {
    return has(ISO, line, from, to) || has(CTIME, line, from, to);
  }

  Instant at(Line line, int from, int to) throws MalformedStatusException {
    boolean iso = has(ISO, line, from, to);
    if (!iso && !has(CTIME, line, from, to)) {
      throw line.malformed("a time is neither 2026-01-01 09:00:00 nor Thu Jan  1 09:00:00 2026");
    }
    try {
      LocalDateTime time = iso ? iso(line, from) : ctime(line, from);
      return Instant.ofEpochSecond(time.toEpochSecond(zone.getOffset(time)));
    } catch (DateTimeException e) {
      throw line.malformed("a time that no calendar has");
    }
  }

  private static LocalDateTime iso(Line line, int from) {
    return LocalDateTime.of(
        number(line, from, 4),
        number(line, from + 5, 2),
        number(line, from + 8, 2),
        number(line, from + 11, 2),
        number(line, from + 14, 2),
        second(line, from + 17));
  }

  private static LocalDateTime ctime(Line line, int from) {
    return LocalDateTime.of(
        number(line, from + 20, 4),
        MONTHS.indexOf(line.text(from + 4, from + 7)) / 3 + 1,
        number(line, from + 8, 2),
        number(line, from + 11, 2),
        number(line, from + 14, 2),
        second(line, from + 17));
  }

  /** A leap second, where the system's clock shows such, is taken for the one before it. */
  private static int second(Line line, int from) {
    int second = number(line, from, 2);
    return second == 60 ? 59 : second;
  }

  /** Digits, the first of which may be a space. */
  private static int number(Line line, int from, int digits) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      value = value * 10 + (line.at(i) == ' ' ? 0 : line.at(i) - '0');
    }
    return value;
  }

  private static boolean has(String form, Line line, int from, int to) {
    if (to - from != form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      byte b = line.at(from + i);
      boolean digit = b >= '0' && b <= '9';
      boolean fits =
          switch (form.charAt(i)) {
            case 'd' -> digit;
            case '_' -> digit || b == ' ';
            case 'W', 'w', 'm' -> b >= 'A' && b <= 'z';
            case 'M' -> MONTHS.indexOf(line.text(from + i, from + i + 3)) % 3 == 0;
            default -> b == form.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
