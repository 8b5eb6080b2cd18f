package org.vpnledger.hook;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.ledger.Session;
import org.vpnledger.report.AllowedAddresses;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.EventRow;
import org.vpnledger.vpn.Endpoint;

/**
 * What a script is told of an event. The first seven are those of wg_monitor and always set, the
 * others only when they are known. Every value is one line of bounded length.
 */
final class PeerVariables {
  private static final String UNKNOWN = "N/A";

  /** With these the peer is, or just was, online. */
  private static final Set<EventType> ONLINE =
      EnumSet.of(
          EventType.ONLINE,
          EventType.ROAMED,
          EventType.SHARED_KEY,
          EventType.NEW_COUNTRY,
          EventType.NEW_PROVIDER,
          EventType.IMPOSSIBLE_TRAVEL);

  private static final int LONGEST = 256; // of what comes from outside

  /**
   * What the event itself does not say.
   *
   * @param gateway the gateway's name
   * @param networks those routed to the peer then
   * @param session the peer's session, absent if there was none
   * @param endpointCountry where the endpoint is, absent when that is not known
   */
  record Facts(
      String gateway,
      List<String> networks,
      @Nullable Session session,
      @Nullable String endpointCountry) {
    Facts {
      networks = List.copyOf(networks);
    }
  }

  private final Map<String, String> variables = new TreeMap<>();

  private PeerVariables() {}

  /** All but those that differ from run to run. */
  static Map<String, String> of(EventRow row, Facts facts) {
    PeerVariables made = new PeerVariables();
    made.ofSeed(row.event(), facts.networks());
    made.ofEvent(row, facts);
    made.ofSession(row.event(), facts.session());
    return Map.copyOf(made.variables);
  }

  private void ofSeed(Event event, List<String> networks) {
    put("PEER_EVENT", event.type().name());
    put("PEER_IFACE", event.tunnel() == null ? UNKNOWN : event.tunnel().interfaceName());
    put("PEER_PUBKEY", event.peer() == null ? UNKNOWN : event.peer().text());
    put("PEER_ENDPOINT", event.endpoint() == null ? UNKNOWN : event.endpoint().toString());
    variables.put("PEER_ALLOWED_IPS", AllowedAddresses.text(networks));
    put("PEER_HANDSHAKE", event.handshake() == null ? "0" : seconds(event.handshake()));
    put("PEER_ONLINE", isOnline(event.type()) ? "1" : "0");
  }

  private void ofEvent(EventRow row, Facts facts) {
    Event event = row.event();
    put("PEER_SEQ", Long.toString(row.seq()));
    put("PEER_HAPPENED", seconds(event.happenedAt()));
    put("PEER_NOTICED", seconds(event.noticedAt()));
    put("PEER_GATEWAY", facts.gateway());
    putKnown("PEER_TUNNEL_SOURCE", event.tunnel() == null ? null : event.tunnel().source());
    putKnown("PEER_NAME", event.name());
    Endpoint old = event.oldEndpoint();
    putKnown("PEER_OLD_ENDPOINT", old == null ? null : old.toString());
    putKnown("PEER_ENDPOINT_COUNTRY", facts.endpointCountry());
  }

  private void ofSession(Event event, @Nullable Session session) {
    if (session != null) {
      put("PEER_RX_BYTES", Long.toString(session.moved().rxBytes()));
      put("PEER_TX_BYTES", Long.toString(session.moved().txBytes()));
      // Later events of the same session may have come already when this one is run at last.
      Instant end = session.end();
      Instant until = end != null && end.isBefore(event.happenedAt()) ? end : event.happenedAt();
      long length = Duration.between(session.start(), until).toSeconds();
      put("PEER_SESSION_SECONDS", Long.toString(Math.max(0, length)));
    }
  }

  /** Who roams, or is there twice, has just been heard of. */
  private static boolean isOnline(EventType type) {
    return ONLINE.contains(type);
  }

  private static String seconds(Instant at) {
    return Long.toString(at.getEpochSecond());
  }

  private void putKnown(String variable, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      put(variable, value);
    }
  }

  private void put(String variable, String value) {
    variables.put(variable, harmless(value, LONGEST));
  }

  /** Without control characters, and cut, never within a character. */
  static String harmless(String text, int longest) {
    if (text.length() <= longest) {
      return SafeText.plain(text);
    }
    boolean splits = Character.isHighSurrogate(text.charAt(longest - 1));
    return SafeText.plain(text.substring(0, splits ? longest - 1 : longest));
  }
}
