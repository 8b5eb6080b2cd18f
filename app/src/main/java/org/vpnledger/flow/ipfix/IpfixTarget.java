package org.vpnledger.flow.ipfix;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vpnledger.vpn.Address;

/**
 * Where a collector listens.
 *
 * @param transport how it is reached
 * @param host a name or an address, an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record IpfixTarget(Transport transport, String host, int port) {
  /** What IANA gave to IPFIX. */
  public static final int DEFAULT_PORT = 4739;

  private static final int LONGEST = 300;
  private static final Pattern FORM =
      Pattern.compile("(\\w+)://(?:\\[([^\\[\\]]*)\\]|([^\\[\\]/?#@]*?))(?::(\\d{1,5}))?/?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})");
  private static final Pattern ZONE = Pattern.compile("%[A-Za-z0-9_.-]{1,15}$");

  /** How messages travel. */
  public enum Transport {
    /** Each message a datagram; what is lost is lost. */
    UDP,
    /** A stream of messages. */
    TCP
  }

  /**
   * Reads {@code udp://HOST[:PORT]} or {@code tcp://HOST[:PORT]}; an IPv6 address is in brackets.
   *
   * @throws IllegalArgumentException with one line for people; hostile text is not repeated
   */
  public static IpfixTarget parse(String text) {
    Matcher form = FORM.matcher(text.length() > LONGEST ? "" : text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "a collector is udp://HOST:PORT or tcp://HOST:PORT, as udp://192.0.2.1:4739");
    }
    Transport transport =
        switch (form.group(1).toLowerCase(Locale.ROOT)) {
          case "udp" -> Transport.UDP;
          case "tcp" -> Transport.TCP;
          default ->
              throw new IllegalArgumentException(
                  "a collector is reached by udp:// or tcp://, and by nothing else");
        };
    int port = form.group(4) == null ? DEFAULT_PORT : Integer.parseInt(form.group(4));
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a collector's port is a number from 1 to 65535");
    }
    return new IpfixTarget(transport, host(form), port);
  }

  private static String host(Matcher form) {
    String literal = form.group(2);
    if (literal != null) {
      Address address = Address.parse(ZONE.matcher(literal).replaceFirst(""));
      if (address == null || literal.indexOf(':') < 0) {
        throw new IllegalArgumentException("a collector's brackets hold an IPv6 address");
      }
      return literal;
    }
    String host = form.group(3);
    if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "a collector's IPv6 address stands in brackets: udp://[2001:db8::1]:4739");
    }
    if (!NAME.matcher(host).matches()) {
      throw new IllegalArgumentException("a collector needs a name or an address");
    }
    return host;
  }

  /** As it is parsed, the port always with it. */
  @Override
  public String toString() {
    return transport.name().toLowerCase(Locale.ROOT)
        + "://"
        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + ":"
        + port;
  }
}
