package org.vpnledger.vpn;

import org.jspecify.annotations.Nullable;

/**
 * A peer's public address and port, as its tunnel last saw them.
 *
 * @param host an IPv4 or IPv6 address without brackets; IPv6 may carry a zone ({@code
 *     fe80::1%eth0})
 * @param port 0 to 65535
 */
public record Endpoint(String host, int port) {
  private static final int MAX_HOST = 64; // INET6_ADDRSTRLEN and a zone of 15 characters

  public Endpoint {
    if (!isHost(host) || port < 0 || port > 65535) {
      throw new IllegalArgumentException("not an endpoint");
    }
  }

  /**
   * Reads {@code 192.0.2.1:51820} or {@code [2001:db8::1%eth0]:51820}.
   *
   * @return absent if the text is neither; hostile text never throws
   */
  public static @Nullable Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      return null;
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    int port = port(text.substring(colon + 1));
    // An unbracketed IPv6 address is ambiguous, and no tool prints one.
    if (port < 0 || !isHost(host) || bracketed != (host.indexOf(':') >= 0)) {
      return null;
    }
    return new Endpoint(host, port);
  }

  private static int port(String digits) {
    if (digits.isEmpty() || digits.length() > 5) {
      return -1;
    }
    int port = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = port * 10 + (c - '0');
    }
    return port <= 65535 ? port : -1;
  }

  /** Only the characters of an address and its zone: what passes cannot inject anything. */
  static boolean isHost(String host) {
    if (host.isEmpty() || host.length() > MAX_HOST) {
      return false;
    }
    int zone = host.indexOf('%');
    String address = zone < 0 ? host : host.substring(0, zone);
    return !address.isEmpty()
        && address.chars().allMatch(Endpoint::isAddressCharacter)
        && (zone < 0 || host.substring(zone + 1).chars().allMatch(Endpoint::isZoneCharacter));
  }

  private static boolean isAddressCharacter(int c) {
    return (c < 128 && Character.digit(c, 16) >= 0) || c == '.' || c == ':';
  }

  private static boolean isZoneCharacter(int c) {
    return c < 128 && (Character.isLetterOrDigit(c) || "._-=@".indexOf(c) >= 0);
  }

  /** The form every tool prints, with brackets around IPv6. */
  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
