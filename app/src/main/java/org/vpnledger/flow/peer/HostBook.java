package org.vpnledger.flow.peer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.decode.DnsMessage;
import org.vpnledger.vpn.Address;

/**
 * What clients have looked up, by the answers that passed to them: a client's own answer names an
 * address for that client alone, and for as long as the answer says. Bounded: what was not used
 * longest is forgotten first. Used by one thread.
 *
 * @param <C> what tells clients apart
 */
final class HostBook<C> {
  private static final int MOST = 1 << 16;
  private static final long SECOND = 1_000_000_000L;

  /** Programs keep an answer for some seconds whatever it says. */
  private static final long LEAST_TTL = 10;

  private static final long MOST_TTL = 7 * 86_400L; // RFC 8767, 4
  private static final int NO_ERROR = 0;

  private record Looked<C>(C client, Address address) {}

  private record Name(String text, long untilNs) {}

  private final Map<Looked<C>, Name> names =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Looked<C>, Name> eldest) {
          return size() > MOST;
        }
      };

  /**
   * A message came to a client. If it answers a question, the addresses in it go by the name that
   * was asked for, whatever names are in between.
   */
  void note(DnsMessage message, C client, long timestampNs) {
    if (!message.isResponse()
        || message.responseCode() != NO_ERROR
        || message.questions().size() != 1) {
      return;
    }
    String host = message.questions().getFirst().name();
    for (DnsMessage.Answer answer : message.answers()) {
      Address address = answer.address();
      if (address != null && !host.isEmpty()) {
        long ttl = Math.clamp(answer.ttl(), LEAST_TTL, MOST_TTL);
        names.put(new Looked<>(client, address), new Name(host, timestampNs + ttl * SECOND));
      }
    }
  }

  /** What the client had looked up, absent if nothing, or if that holds no more. */
  @Nullable String host(C client, Address address, long timestampNs) {
    Looked<C> key = new Looked<>(client, address);
    Name name = names.get(key);
    if (name != null && timestampNs > name.untilNs) {
      names.remove(key);
      return null;
    }
    return name == null ? null : name.text;
  }
}
