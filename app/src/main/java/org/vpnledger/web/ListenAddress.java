package org.vpnledger.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where the listener is.
 *
 * @param host an address, without brackets, or a host's name
 * @param port 0 for any that is free
 */
public record ListenAddress(String host, int port) {
  private static final String EXPECTED = ": expected ADDRESS:PORT, as 127.0.0.1:9586 or [::1]:9586";

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException with one line if one of them cannot be
   */
  public ListenAddress {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(port + ": a port is at most 65535");
    }
    if (!isLiteral(host) && !host.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")) {
      throw new IllegalArgumentException(host + ": neither an address nor a host's name");
    }
  }

  /**
   * Reads {@code 127.0.0.1:9586}, {@code [::1]:9586} or {@code gateway:9586}. A port alone is not
   * taken: that would mean all addresses to some and this machine's own to others.
   *
   * @throws IllegalArgumentException with one line that says what is expected
   */
  public static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(text + EXPECTED);
    }
    String host = text.substring(0, colon);
    String digits = text.substring(colon + 1);
    if (!digits.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(text + EXPECTED);
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: name the address too: 127.0.0.1:%s for this machine only, [::]:%s for all"
              .formatted(text, digits, digits));
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.indexOf(':') >= 0 && !bracketed) {
      throw new IllegalArgumentException(text + EXPECTED);
    }
    return new ListenAddress(
        bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(digits));
  }

  /**
   * Whether only this machine can reach it, as far as can be told without asking anybody: a name
   * other than {@code localhost} may mean any address.
   */
  public boolean isLoopback() {
    return host.equals("localhost")
        || (isLiteral(host) && InetAddress.ofLiteral(host).isLoopbackAddress());
  }

  /** The address to bind, its name looked up. */
  InetSocketAddress resolve() throws IOException {
    if (host.equals("localhost")) {
      // Whatever a hosts file says: this name was taken for harmless.
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new IOException(this + ": its name is not known", e);
    }
  }

  private static boolean isLiteral(String host) {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
