package org.vpnledger.name;

/**
 * PiVPN's {@code clients.txt}, which holds no secret: a client a line, as {@code pivpn add} appends
 * it, {@code name public-key seconds-since-1970 ipv4-as-a-number}; older ones lack the address.
 */
final class ClientsTxtParser {
  private ClientsTxtParser() {}

  static ParsedNames parse(byte[] content) {
    ParsedNames.Collector clients = new ParsedNames.Collector();
    Lines lines = new Lines(content);
    while (lines.next()) {
      int space = lines.indexOf(' ', 0);
      if (isClient(lines)) {
        clients.add(lines.text(space + 1, space + 1 + WireGuardKey.LENGTH), lines.text(0, space));
      } else if (!lines.isBlank()) {
        clients.add(null, null);
      }
    }
    return clients.of(NameFormat.PIVPN);
  }

  /** Whether the line is one: a name without spaces, a key, and numbers. */
  static boolean isClient(Lines line) {
    int space = line.indexOf(' ', 0);
    int rest = space + 1 + WireGuardKey.LENGTH;
    if (space < 1 || line.length() < rest || !line.isKey(space + 1)) {
      return false;
    }
    for (int i = rest; i < line.length(); i++) {
      byte b = line.at(i);
      if (!(b >= '0' && b <= '9') && !(b == ' ' && (i == rest || line.at(i - 1) != ' '))) {
        return false;
      }
    }
    return line.length() > rest && line.at(rest) == ' ';
  }
}
