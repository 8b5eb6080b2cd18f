package org.vpnledger.store.sqlite;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Local times as OpenVPN and programs around it write them: {@code 2026-01-01 09:00:00}, or {@code
 * Thu Jan 1 09:00:00 2026} before OpenVPN 2.5. Of the hour that comes twice the first is taken.
 */
final class LocalTexts {
  private static final int LONGEST = 30;

  /** OpenVPN prints its seconds as 32 bits without a sign. */
  private static final long MOST_SECONDS = 0xffff_ffffL;

  private static final DateTimeFormatter ISO = form("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter CTIME = form("EEE MMM d HH:mm:ss uuuu");

  private final ZoneId zone;

  LocalTexts(ZoneId zone) {
    this.zone = zone;
  }

  /** The moment; absent if it is none of the forms, or before 1970. */
  @Nullable Instant at(String text) {
    String plain = text.length() > LONGEST ? "" : text.strip().replaceAll(" +", " ");
    try {
      DateTimeFormatter form = plain.matches("[0-9].*") ? ISO : CTIME;
      Instant at = LocalDateTime.parse(plain, form).atZone(zone).toInstant();
      return at.isBefore(Instant.EPOCH) || at.getEpochSecond() > MOST_SECONDS ? null : at;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
