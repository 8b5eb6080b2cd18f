package org.vpnledger.vpn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints somebody asks about.
 *
 * @param network where they are
 * @param zone that their addresses carry, absent for any or none
 * @param port their port, absent for any
 */
public record EndpointFilter(Network network, @Nullable String zone, @Nullable Integer port) {
  private static final int LONGEST = 80; // of an endpoint

  /**
   * Reads {@code 192.0.2.7}, {@code 192.0.2.7:51820}, {@code 192.0.2.0/24}, {@code 2001:db8::7},
   * {@code [2001:db8::7]:51820}, {@code [fe80::1%eth0]:51820} or {@code 2001:db8::/32}.
   *
   * @return absent if the text is none of them; hostile text never throws
   */
  public static @Nullable EndpointFilter parse(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    Endpoint endpoint = Endpoint.parse(text);
    if (endpoint != null) {
      return at(endpoint.host(), endpoint.port());
    }
    if (text.indexOf('/') >= 0) {
      Network network = Network.parse(text);
      return network == null ? null : new EndpointFilter(network, null, null);
    }
    boolean bracketed = text.startsWith("[") && text.endsWith("]") && text.indexOf(':') > 0;
    String host = bracketed ? text.substring(1, text.length() - 1) : text;
    return Endpoint.isHost(host) ? at(host, null) : null;
  }

  private static @Nullable EndpointFilter at(String host, @Nullable Integer port) {
    int percent = host.indexOf('%');
    Address address = Address.parse(percent < 0 ? host : host.substring(0, percent));
    return address == null
        ? null
        : new EndpointFilter(
            Network.of(address), percent < 0 ? null : host.substring(percent + 1), port);
  }

  /** Whether the endpoint is one of them. */
  public boolean matches(Endpoint endpoint) {
    return (port == null || port == endpoint.port())
        && (zone == null || endpoint.host().endsWith("%" + zone))
        && network.contains(endpoint);
  }

  /**
   * How all of them begin when they are written down, one of these: what a sorted list of endpoints
   * is searched for before each is asked whether it matches.
   */
  public List<String> beginnings() {
    Address first = network.first();
    if (!first.isIpv4()) {
      return List.of("[" + groups(first));
    }
    StringBuilder parts = new StringBuilder();
    for (int i = 0; i < network.prefix() / 8; i++) {
      parts.append(first.octet(i)).append(i == 3 ? "" : ".");
    }
    return List.of(network.prefix() == 32 ? parts + ":" : parts.toString(), "[::ffff:" + parts);
  }

  /** Up to the first group that is zero, which may be shortened to nothing. */
  private String groups(Address first) {
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < network.prefix() / 16; i++) {
      int group = first.octet(2 * i) << 8 | first.octet(2 * i + 1);
      if (group == 0) {
        break;
      }
      groups.add(Integer.toHexString(group) + (i == 7 ? "" : ":"));
    }
    return String.join("", groups);
  }
}
