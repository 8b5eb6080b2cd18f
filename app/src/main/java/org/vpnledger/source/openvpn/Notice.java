package org.vpnledger.source.openvpn;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Counters;

/**
 * What a server says on its management interface without being asked: a line that begins with
 * {@code >} (OpenVPN's management-notes.txt).
 */
sealed interface Notice {
  int LONGEST_NUMBER = 18;

  /** {@code >BYTECOUNT_CLI:CID,IN,OUT}: what a client's connection has moved since it began. */
  record ByteCount(long clientId, Counters counters) implements Notice {}

  /** {@code >CLIENT:ESTABLISHED,CID}: somebody has come in. */
  record Established() implements Notice {}

  /**
   * The server waits for a decision that is another program's to make.
   *
   * @param advice what it waits for, and what to do, one line for people
   */
  record Demand(String advice) implements Notice {}

  /** Something else, which concerns nobody here. */
  record Other() implements Notice {}

  /** What a line says; absent if it is none of these but part of an answer. */
  static @Nullable Notice parse(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != '>') {
      return null;
    }
    // Names may follow, of any bytes; what is compared here is ASCII.
    String line = new String(bytes, StandardCharsets.ISO_8859_1);
    if (line.startsWith(">BYTECOUNT_CLI:")) {
      return byteCount(line.substring(line.indexOf(':') + 1));
    }
    if (line.startsWith(">CLIENT:")) {
      return client(line.substring(line.indexOf(':') + 1));
    }
    if (line.startsWith(">HOLD:")) {
      return new Demand(
          "the server waits for 'hold release' (management-hold): let the program that manages it say so");
    }
    boolean asks =
        line.startsWith(">PASSWORD:Need")
            || line.startsWith(">NEED-")
            || line.startsWith(">RSA_SIGN:")
            || line.startsWith(">PK_SIGN:");
    return asks
        ? new Demand(
            "the server waits for a password or signature (management-query-passwords and the like):"
                + " let the program that manages it give that")
        : new Other();
  }

  private static Notice byteCount(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 3) {
      return new Other();
    }
    long id = number(parts[0]);
    long in = number(parts[1]);
    long out = number(parts[2]);
    return id < 0 || in < 0 || out < 0 ? new Other() : new ByteCount(id, new Counters(in, out));
  }

  private static Notice client(String text) {
    if (text.startsWith("ESTABLISHED,")) {
      return new Established();
    }
    boolean asks = text.startsWith("CONNECT,") || text.startsWith("REAUTH,");
    return asks
        ? new Demand(
            "the server asks whom to let in (management-client-auth): that is for another program,"
                + " so read its status file instead (type = \"openvpn-status\")")
        : new Other();
  }

  /** Not negative, or -1 for what is no number. */
  private static long number(String digits) {
    boolean well =
        !digits.isEmpty()
            && digits.length() <= LONGEST_NUMBER
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return well ? Long.parseLong(digits) : -1;
  }
}
