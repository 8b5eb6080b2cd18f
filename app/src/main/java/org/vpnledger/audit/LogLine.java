package org.vpnledger.audit;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.report.AllowedAddresses;
import org.vpnledger.report.SafeText;

/**
 * An event as a line of the audit log, as wg_monitor writes it to the byte. It knows peers that
 * come, go, are removed and move, and its own start and end; other events have no line.
 */
final class LogLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private LogLine() {}

  /** The line without its end, or absent if the event has none. */
  static @Nullable String of(AuditedEvent audited, ZoneId zone) {
    Event event = audited.event();
    String text =
        switch (event.type()) {
          case STARTED -> "Monitor started | " + event.detail();
          case STOPPED -> event.detail();
          case ADDED -> audited.online() ? null : "OFFLINE " + who(audited) + shook(audited, zone);
          case ONLINE -> "ONLINE  " + who(audited) + shook(audited, zone);
          case OFFLINE -> "OFFLINE " + who(audited) + shook(audited, zone);
          case REMOVED -> "[WARN] REMOVED " + who(audited) + shook(audited, zone);
          case ROAMED, SHARED_KEY ->
              audited.online()
                  ? null
                  : "ROAMING "
                      + who(audited)
                      + " "
                      + orNothing(event.oldEndpoint())
                      + " → "
                      + orNothing(event.endpoint());
          case HANDSHAKE_REJECTED,
              RESET,
              RENAMED,
              TUNNEL_UP,
              TUNNEL_DOWN,
              SOURCE_FAILED,
              SOURCE_RECOVERED,
              CLOCK_STEPPED,
              GAP,
              NEW_COUNTRY,
              NEW_PROVIDER,
              IMPOSSIBLE_TRAVEL,
              PACKETS_DROPPED ->
              null;
        };
    return text == null
        ? null
        : SafeText.plain(TIME.format(event.noticedAt().atZone(zone)) + " " + text);
  }

  private static String who(AuditedEvent audited) {
    Event event = audited.event();
    String addresses = AllowedAddresses.text(audited.networks());
    boolean several = addresses.indexOf(',') >= 0 || addresses.indexOf('/') >= 0;
    return "[%s] %s (%s) [%s: %s]"
        .formatted(
            event.tunnel() == null ? "N/A" : event.tunnel().interfaceName(),
            event.peer() == null ? "N/A" : event.peer().abbreviated(),
            orNothing(event.endpoint()),
            several && !addresses.equals(AllowedAddresses.NONE) ? "IPs" : "IP",
            addresses);
  }

  private static String orNothing(@Nullable Object value) {
    return value == null ? "N/A" : value.toString();
  }

  private static String shook(AuditedEvent audited, ZoneId zone) {
    return (audited.first() ? " new" : "")
        + " (handshake: "
        + handshake(audited.event().handshake(), audited.event().noticedAt(), zone)
        + ")";
  }

  /** The date only when it is not that of the line. */
  private static String handshake(@Nullable Instant at, Instant noticed, ZoneId zone) {
    if (at == null) {
      return "Never";
    }
    ZonedDateTime time = at.atZone(zone);
    boolean today = time.toLocalDate().equals(noticed.atZone(zone).toLocalDate());
    return (today ? CLOCK : TIME).format(time);
  }
}
