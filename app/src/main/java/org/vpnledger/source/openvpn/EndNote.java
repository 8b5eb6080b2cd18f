package org.vpnledger.source.openvpn;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;

/**
 * What a server told of a connection's end, as {@code vpnledger hook openvpn} noted it: the
 * variables of openvpn(8) for {@code --client-disconnect}, a line {@code NAME=VALUE} each, with
 * {@code source} and {@code ended} (seconds since 1970) beside them.
 *
 * @param source which source's server it was, empty for the only one
 * @param peer who
 * @param endpoint where the connection came from, absent when that was not said
 * @param connectedSince when it began, in whole seconds
 * @param ended when it ended, in whole seconds
 * @param counters all that it moved
 */
record EndNote(
    String source,
    PeerKey peer,
    @Nullable Endpoint endpoint,
    Instant connectedSince,
    Instant ended,
    Counters counters) {
  private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999
  private static final int LONGEST_NUMBER = 18;

  /**
   * Reads it.
   *
   * @throws MalformedStatusException which says what is missing or wrong
   */
  static EndNote parse(byte[] bytes) throws MalformedStatusException {
    Map<String, String> values = new HashMap<>();
    int from = 0;
    for (int at = 0; at <= bytes.length; at++) {
      if (at == bytes.length || bytes[at] == '\n') {
        String line = Line.decoded(bytes, from, at);
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals), line.substring(equals + 1));
        }
        from = at + 1;
      }
    }
    return new EndNote(
        values.getOrDefault("source", ""),
        peer(values),
        endpoint(values),
        second(values, "time_unix"),
        second(values, "ended"),
        new Counters(
            number(values, "bytes_received", Long.MAX_VALUE),
            number(values, "bytes_sent", Long.MAX_VALUE)));
  }

  private static PeerKey peer(Map<String, String> values) throws MalformedStatusException {
    String name = values.getOrDefault("common_name", "");
    String login = values.getOrDefault("username", "");
    String names = name + login;
    if (names.isEmpty() || names.chars().anyMatch(Character::isISOControl)) {
      throw new MalformedStatusException("no common_name");
    }
    return ClientName.of(name, login);
  }

  private static @Nullable Endpoint endpoint(Map<String, String> values)
      throws MalformedStatusException {
    String ipv6 = values.getOrDefault("trusted_ip6", "");
    String host = ipv6.isEmpty() ? values.getOrDefault("trusted_ip", "") : ipv6;
    if (host.isEmpty() || values.getOrDefault("trusted_port", "").isEmpty()) {
      return null;
    }
    long port = number(values, "trusted_port", 65_535);
    return Endpoint.parse((ipv6.isEmpty() ? host : "[" + host + "]") + ":" + port);
  }

  private static Instant second(Map<String, String> values, String name)
      throws MalformedStatusException {
    return Instant.ofEpochSecond(number(values, name, LAST_SECOND));
  }

  private static long number(Map<String, String> values, String name, long most)
      throws MalformedStatusException {
    String text = values.getOrDefault(name, "");
    boolean digits =
        !text.isEmpty()
            && text.length() <= LONGEST_NUMBER
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || Long.parseLong(text) > most) {
      throw new MalformedStatusException(name + " is not a number from 0 to " + most);
    }
    return Long.parseLong(text);
  }

  Observation.End end() {
    return new Observation.End(
        peer,
        endpoint,
        connectedSince,
        ended.isBefore(connectedSince) ? connectedSince : ended,
        counters);
  }
}
