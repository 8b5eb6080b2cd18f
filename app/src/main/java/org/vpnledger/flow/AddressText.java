package org.vpnledger.flow;

import java.util.HexFormat;
import org.vpnledger.vpn.Address;

/** Addresses as people and tools write them. */
public final class AddressText {
  private static final HexFormat HEX = HexFormat.of();
  private static final int GROUPS = 8;
  private static final long MAPPED = 0xffff;

  private AddressText() {}

  /** {@code 192.0.2.1}, or as RFC 5952 has it {@code 2001:db8::1}. */
  public static String of(Address address) {
    return address.isIpv4() ? address.toString() : ipv6(address.high(), address.low());
  }

  /**
   * As RFC 5952 has it: the longest run of zeros, if of two groups or more, is left out; and IPv4's
   * that are mapped are {@code ::ffff:192.0.2.1} (section 5).
   */
  public static String ipv6(long high, long low) {
    if (high == 0 && low >>> 32 == MAPPED) {
      return "::ffff:" + new Address(high, low);
    }
    int from = -1;
    int longest = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && group(high, low, end) == 0) {
        end++;
      }
      if (end - i > longest) {
        longest = end - i;
        from = i;
      }
      i = end;
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == from) {
        text.append("::");
        i += longest - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        int group = group(high, low, i);
        text.append(
            HEX.toHexDigits(group, group < 0x10 ? 1 : group < 0x100 ? 2 : group < 0x1000 ? 3 : 4));
      }
    }
    return text.toString();
  }

  private static int group(long high, long low, int index) {
    return (int) ((index < 4 ? high : low) >>> (48 - 16 * (index & 3))) & 0xffff;
  }
}
