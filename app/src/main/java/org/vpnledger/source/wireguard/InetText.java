package org.vpnledger.source.wireguard;

/**
 * Addresses as inet_ntop(3) of the GNU C library writes them, which is what wg prints: then two
 * ways of reading give the same text.
 */
final class InetText {
  private static final int GROUPS = 8;

  private InetText() {}

  /** The four bytes from there as {@code 192.0.2.1}. */
  static String ipv4(byte[] bytes, int from) {
    StringBuilder text = new StringBuilder(15);
    appendIpv4(text, bytes, from);
    return text.toString();
  }

  private static void appendIpv4(StringBuilder text, byte[] bytes, int from) {
    text.append(bytes[from] & 0xff);
    for (int i = 1; i < 4; i++) {
      text.append('.').append(bytes[from + i] & 0xff);
    }
  }

  /** The sixteen bytes from there, RFC 5952: {@code 2001:db8::1}, {@code ::ffff:192.0.2.1}. */
  static String ipv6(byte[] bytes, int from) {
    int start = -1; // of the longest run of zero groups
    int length = 1; // a single one is not shortened
    int run = 0;
    for (int i = 0; i < GROUPS; i++) {
      run = group(bytes, from, i) == 0 ? run + 1 : 0;
      if (run > length) {
        length = run;
        start = i - run + 1;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
        continue;
      }
      if (i > 0 && i != start + length) {
        text.append(':');
      }
      if (i == 6 && start == 0 && holdsIpv4(bytes, from, length)) {
        appendIpv4(text, bytes, from + 12);
        break;
      }
      text.append(Integer.toHexString(group(bytes, from, i)));
    }
    return text.toString();
  }

  /** Addresses of the old kinds {@code ::192.0.2.1} and {@code ::ffff:192.0.2.1}. */
  private static boolean holdsIpv4(byte[] bytes, int from, int zeroGroups) {
    return zeroGroups == 6 || (zeroGroups == 5 && group(bytes, from, 5) == 0xffff);
  }

  private static int group(byte[] bytes, int from, int index) {
    return (bytes[from + 2 * index] & 0xff) << 8 | (bytes[from + 2 * index + 1] & 0xff);
  }
}
