package org.vpnledger.store.sqlite;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Local times as OpenVPN and programs around it write them: {@code 2026-01-01 09:00:00}, or {@code
 * Thu Jan 1 09:00:00 2026} before OpenVPN 2.5. Of the hour that comes twice the first is taken.
 */
final class LocalTexts {
  private static final int LONGEST = 30;
  private static final List<DateTimeFormatter> FORMS =
      List.of(
          DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT),
          DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss uuuu", Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT));

  private final ZoneId zone;

  LocalTexts(ZoneId zone) {
    this.zone = zone;
  }

  /** The moment; absent if it is none of the forms, or before 1970. */
  @Nullable Instant at(String text) {
    String plain = text.length() > LONGEST ? "" : text.strip().replaceAll(" +", " ");
    for (DateTimeFormatter form : FORMS) {
      try {
        Instant at = LocalDateTime.parse(plain, form).atZone(zone).toInstant();
        return at.isBefore(Instant.EPOCH) || at.getEpochSecond() > 0xffff_ffffL ? null : at;
      } catch (DateTimeException e) {
        continue; // the other form, perhaps
      }
    }
    return null;
  }
}
