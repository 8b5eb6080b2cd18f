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
    return of(
        seq,
        event.type().name(),
        tunnel == null ? null : tunnel.source(),
        tunnel == null ? null : tunnel.interfaceName(),
        event.peer() == null ? null : event.peer().text(),
        event.name(),
        nanos(event.happenedAt()),
        nanos(event.noticedAt()),
        event.endpoint() == null ? null : event.endpoint().toString(),
        event.oldEndpoint() == null ? null : event.oldEndpoint().toString(),
        event.handshake() == null ? null : nanos(event.handshake()),
        event.detail());
  }

  /** The same of what a store holds: times are nanoseconds since 1970, texts as they are kept. */
  public static String of(
      long seq,
      String type,
      @Nullable String source,
      @Nullable String interfaceName,
      @Nullable String peer,
      @Nullable String name,
      long happened,
      long noticed,
      @Nullable String endpoint,
      @Nullable String oldEndpoint,
      @Nullable Long handshake,
      @Nullable String detail) {
    EventText text = new EventText();
    text.line.append('{');
    text.put("detail", detail);
    text.put("endpoint", endpoint);
    text.put("event", type);
    text.put("handshake", handshake);
    text.put("happened", Long.valueOf(happened));
    text.put("interface", interfaceName);
    text.put("name", name);
    text.put("noticed", Long.valueOf(noticed));
    text.put("old_endpoint", oldEndpoint);
    text.put("peer", peer);
    text.key("seq");
    text.line.append(seq);
    text.put("source", source);
    return text.line.append('}').toString();
  }

  private static Long nanos(Instant at) {
    long seconds = Math.clamp(at.getEpochSecond(), -LAST_SECOND, LAST_SECOND);
    return seconds * PER_SECOND + at.getNano();
  }

  private void key(String key) {
    if (line.length() > 1) {
      line.append(',');
    }
    line.append('"').append(key).append("\":");
  }

  private void put(String key, @Nullable String text) {
    if (text != null) {
      key(key);
      quote(text);
    }
  }

  private void put(String key, @Nullable Long time) {
    if (time != null) {
      key(key);
      line.append('"').append(Math.floorDiv(time, PER_SECOND)).append('.');
      int nanos = (int) Math.floorMod(time, PER_SECOND);
      for (int digit = 100_000_000; digit > 0; digit /= 10) {
        line.append((char) ('0' + nanos / digit % 10));
      }
      line.append('"');
    }
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
