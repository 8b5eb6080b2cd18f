package org.vpnledger.source.wireguard;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Endpoint;

/**
 * A handshake that the kernel refused, from a line of its log. The lines are those of {@code
 * drivers/net/wireguard/receive.c}, which AmneziaWG has too:
 *
 * <pre>
 * wireguard: wg0: Invalid MAC of handshake, dropping packet from 192.0.2.2:4444
 * wireguard: wg0: Invalid handshake initiation from [2001:db8::2]:4444/0%0
 * </pre>
 *
 * <p>Others that sound like it are none: {@code Sending cookie response for denied handshake
 * message} asks an initiator under load to try again, and whose packet has an address that is not
 * allowed has shaken hands already.
 *
 * @param at which interface refused it
 * @param endpoint where it came from; a link-local address has its interface's index as its zone
 */
record Refusal(Interface at, Endpoint endpoint, Reason reason) {

  /**
   * As the kernel calls it, in whatever namespace it is.
   *
   * @param kind the kernel module's name
   */
  record Interface(String kind, String name) {}

  /** What was wrong with it. */
  enum Reason {
    MAC(
        "Invalid MAC of handshake, dropping packet",
        "wrong MAC: not made for this tunnel's public key"),
    INITIATION(
        "Invalid handshake initiation", "refused initiation: a key that is no peer's, or a replay"),
    RESPONSE(
        "Invalid handshake response",
        "refused response: another preshared key, or an answer to nothing"),
    OVERLOAD("Dropping handshake packet", "dropped unread: too many handshakes at once");

    private final String line;
    private final String words;

    Reason(String line, String words) {
      this.line = line;
      this.words = words;
    }

    /** What the kernel writes before {@code from} and the address. */
    String line() {
      return line;
    }

    /** The same of all of them. */
    static List<String> lines() {
      return Arrays.stream(values()).map(Reason::line).toList();
    }

    /** For people. */
    String words() {
      return words;
    }
  }

  /**
   * Dynamic debug may be told to write a thread, module, function, file and line first
   * (Documentation/admin-guide/dynamic-debug-howto.rst).
   */
  private static final Pattern LINE =
      Pattern.compile(
          "(?:(?:\\[\\d{1,10}]|<intr>) )?(?:[\\w.:/-]{1,200}: )?"
              + "(wireguard|amneziawg): ([^ :/]{1,15}): ([A-Z][A-Za-z ,]{9,60}) from (\\S{1,90})");

  /** {@code %pISpfsc}: the flow label follows the port, and then the zone, 0 for none. */
  private static final Pattern IPV6 =
      Pattern.compile("\\[([0-9a-f:.]{2,45})]:(\\d{1,5})/\\d{1,10}%(\\d{1,10})");

  /** Absent for any other line; hostile text never throws. */
  static @Nullable Refusal parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches() || !InterfaceName.isValid(matcher.group(2))) {
      return null;
    }
    Endpoint endpoint = endpoint(matcher.group(4));
    for (Reason reason : Reason.values()) {
      if (endpoint != null && matcher.group(3).equals(reason.line)) {
        return new Refusal(new Interface(matcher.group(1), matcher.group(2)), endpoint, reason);
      }
    }
    return null;
  }

  private static @Nullable Endpoint endpoint(String text) {
    Matcher ipv6 = IPV6.matcher(text);
    if (!ipv6.matches()) {
      return text.startsWith("[") ? null : Endpoint.parse(text);
    }
    String zone = ipv6.group(3).equals("0") ? "" : "%" + ipv6.group(3);
    return Endpoint.parse("[" + ipv6.group(1) + zone + "]:" + ipv6.group(2));
  }
}
