package org.vpnledger.chain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.vpn.TunnelId;

/**
 * An event's canonical bytes: a JSON object on one line in the canonical form of RFC 8785, which is
 * keys in order, no space, and only {@code "}, {@code \} and control characters escaped. What is
 * absent is left out. In the order of the line: {@code detail}, {@code endpoint}, {@code event}
 * (its type), {@code handshake}, {@code happened}, {@code interface}, {@code name}, {@code
 * noticed}, {@code old_endpoint}, {@code peer}, {@code seq} (the only number), {@code source}.
 * Times are texts of seconds since 1970 UTC with nine decimals, as {@code date -d @TIME} takes
 * them.
 *
 * <p>This never changes: hashes of old events depend on it.
 */
public final class EventText {
  private static final String HEX = "0123456789abcdef";

  private static final long PER_SECOND = 1_000_000_000L;

  /** Stores keep nanoseconds, which reach to the year 2262; only a broken clock is outside. */
  private static final long LAST_SECOND = Long.MAX_VALUE / PER_SECOND - 1;

  private final StringBuilder line = new StringBuilder(512);

  private EventText() {}

  /** The line of one event, without an end of line. */
  public static String of(long seq, Event event) {
    TunnelId tunnel = event.tunnel();
    EventText text = new EventText();
    text.line.append('{');
    text.put("detail", event.detail());
    text.put("endpoint", event.endpoint());
    text.put("event", event.type());
    text.put("handshake", event.handshake());
    text.put("happened", event.happenedAt());
    text.put("interface", tunnel == null ? null : tunnel.interfaceName());
    text.put("name", event.name());
    text.put("noticed", event.noticedAt());
    text.put("old_endpoint", event.oldEndpoint());
    text.put("peer", event.peer() == null ? null : event.peer().text());
    text.key("seq");
    text.line.append(seq);
    text.put("source", tunnel == null ? null : tunnel.source());
    return text.line.append('}').toString();
  }

  /** A time as lines have it, of nanoseconds since 1970. */
  public static String time(long nanos) {
    String decimals = Long.toString(Math.floorMod(nanos, PER_SECOND));
    return Math.floorDiv(nanos, PER_SECOND) + "." + "0".repeat(9 - decimals.length()) + decimals;
  }

  private static long nanos(Instant at) {
    long seconds = Math.clamp(at.getEpochSecond(), -LAST_SECOND, LAST_SECOND);
    return seconds * PER_SECOND + at.getNano();
  }

  private void key(String key) {
    if (line.length() > 1) {
      line.append(',');
    }
    line.append('"').append(key).append("\":");
  }

  private void put(String key, @Nullable Object value) {
    if (value != null) {
      key(key);
      quote(value.toString());
    }
  }

  private void put(String key, @Nullable Instant at) {
    put(key, at == null ? null : (Object) time(nanos(at)));
  }

  private void quote(String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\b' -> line.append("\\b");
        case '\t' -> line.append("\\t");
        case '\n' -> line.append("\\n");
        case '\f' -> line.append("\\f");
        case '\r' -> line.append("\\r");
        default -> {
          if (c < ' ') {
            line.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }
}
