package org.vpnledger.audit;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;

/**
 * A line of wg_monitor's log, or of ours, read back:
 *
 * <pre>
 * 2023-10-27 10:00:00 Monitor started | Interval: 30s, Threshold: 180s, Stats: 3600s
 * 2023-10-27 10:01:30 ONLINE  [wg0] AbC1dEf2...4xYz5678 (192.0.2.50:51820) [IP: 10.0.0.1] new (handshake: 10:01:25)
 * 2023-10-27 10:45:00 OFFLINE [wg0] AbC1dEf2...4xYz5678 (192.0.2.50:51820) [IP: 10.0.0.1] (handshake: 10:41:25)
 * 2023-10-27 10:46:00 [WARN] REMOVED [wg0] AbC1dEf2...4xYz5678 (N/A) [IP: 10.0.0.1] (handshake: Never)
 * 2023-10-27 10:47:00 ROAMING [wg0] AbC1dEf2...4xYz5678 (192.0.2.51:1) [IP: 10.0.0.1] 192.0.2.50:1 → 192.0.2.51:1
 * 2023-10-27 10:48:00 Monitor stopped gracefully.
 * </pre>
 *
 * @param at by the local clock
 * @param interfaceName empty for the monitor's own start and end, as is {@code key}
 * @param key the key's form for people
 * @param endpoint where the peer is, absent if not known
 * @param handshake its last one, by the local clock; absent if there was none
 */
record MonitorLine(
    LocalDateTime at,
    Type type,
    String interfaceName,
    String key,
    @Nullable Endpoint endpoint,
    @Nullable LocalDateTime handshake) {

  /** What it tells. */
  enum Type {
    STARTED,
    STOPPED,
    ONLINE,
    OFFLINE,
    REMOVED,
    ROAMING
  }

  /** More networks are cut by wg_monitor itself. */
  private static final int LONGEST = 4_096;

  private static final Pattern OWN =
      Pattern.compile("([0-9]{4}-[0-9: -]{14}) Monitor (started|stopped)\\b.*");
  private static final Pattern PEER =
      Pattern.compile(
          "([0-9]{4}-[0-9: -]{14}) (?:\\[WARN] )?(ONLINE|OFFLINE|REMOVED|ROAMING) {1,2}"
              + "\\[([A-Za-z0-9._=-]{1,15})] ([A-Za-z0-9+/=.]{1,44}) \\(([^()]{1,255})\\)"
              + "(?: \\[IPs?: [^\\[\\]]*])?(.*)");
  private static final Pattern HANDSHAKE =
      Pattern.compile("(?: new)? \\(handshake: (?:([0-9]{4}-[0-9-]{5}) )?([0-9:]{8})\\)");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /** Reads a line; absent if it tells none of these. */
  static @Nullable MonitorLine parse(String line) {
    if (line.length() > LONGEST) {
      return null;
    }
    try {
      Matcher own = OWN.matcher(line);
      if (own.matches()) {
        Type type = own.group(2).equals("started") ? Type.STARTED : Type.STOPPED;
        return new MonitorLine(time(own.group(1)), type, "", "", null, null);
      }
      Matcher peer = PEER.matcher(line);
      return peer.matches() ? of(peer) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static MonitorLine of(Matcher peer) {
    LocalDateTime at = time(peer.group(1));
    return new MonitorLine(
        at,
        Type.valueOf(peer.group(2)),
        peer.group(3),
        new PeerKey(peer.group(4)).abbreviated(),
        Endpoint.parse(peer.group(5)),
        handshake(peer.group(6), at));
  }

  /** The date is left out when it is that of the line. */
  private static @Nullable LocalDateTime handshake(String rest, LocalDateTime at) {
    Matcher matcher = HANDSHAKE.matcher(rest);
    if (!matcher.matches()) {
      return null;
    }
    if (matcher.group(1) != null) {
      return time(matcher.group(1) + " " + matcher.group(2));
    }
    return at.toLocalDate().atTime(LocalTime.parse(matcher.group(2)));
  }

  private static LocalDateTime time(String text) {
    return LocalDateTime.parse(text, TIME);
  }
}
