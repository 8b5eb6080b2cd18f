package org.vpnledger.vpn;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as a number of 128 bits. An IPv4 address is what RFC 4291 (2.5.5.2) maps
 * it to, so {@code 192.0.2.1} and {@code ::ffff:192.0.2.1} are the same.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Address(long high, long low) {
  private static final int LONGEST = 45; // eight groups, the last two as IPv4
  private static final long MAPPED = 0xffffL;

  /**
   * Reads {@code 192.0.2.1} or {@code 2001:db8::1}, without brackets, zone or port. No name is ever
   * looked up.
   *
   * @return absent if the text is neither; hostile text never throws
   */
  public static @Nullable Address parse(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    return text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
  }

  /** Whether it is an IPv4 address. */
  public boolean isIpv4() {
    return high == 0 && low >>> 32 == MAPPED;
  }

  /** The four parts or nothing: the JDK also takes {@code 192.513} and {@code 3221225985}. */
  private static @Nullable Address ipv4(String text) {
    long address = 0;
    int parts = 0;
    int digits = 0;
    int part = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (digits == 0 || part > 255) {
          return null;
        }
        address = address << 8 | part;
        parts++;
        digits = 0;
        part = 0;
      } else if (c < '0' || c > '9' || ++digits > 3) {
        return null;
      } else {
        part = part * 10 + (c - '0');
      }
    }
    return parts == 4 ? new Address(0, MAPPED << 32 | address) : null;
  }

  private static @Nullable Address ipv6(String text) {
    if (!text.chars().allMatch(Address::isOfIpv6)) {
      return null; // among them '%', which would look for an interface of this machine
    }
    try {
      InetAddress address = Inet6Address.ofLiteral(text);
      ByteBuffer bytes = ByteBuffer.wrap(address.getAddress()).order(ByteOrder.BIG_ENDIAN);
      return address instanceof Inet6Address
          ? new Address(bytes.getLong(), bytes.getLong())
          : new Address(0, MAPPED << 32 | Integer.toUnsignedLong(bytes.getInt()));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isOfIpv6(int c) {
    return c == ':' || c == '.' || (c < 128 && Character.digit(c, 16) >= 0);
  }

  /** The byte at that place: of 4 if it is an IPv4 address, else of 16. */
  int octet(int index) {
    int place = isIpv4() ? index + 12 : index;
    long half = place < 8 ? high : low;
    int shift = 8 * (7 - place % 8);
    return (int) (half >>> shift) & 0xff;
  }

  /** The text without any shortening: {@code 192.0.2.1} or {@code 2001:db8:0:0:0:0:0:1}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (isIpv4()) {
      for (int i = 0; i < 4; i++) {
        text.append(i == 0 ? "" : ".").append(octet(i));
      }
    } else {
      for (int i = 0; i < 16; i += 2) {
        text.append(i == 0 ? "" : ":");
        text.append(Integer.toHexString(octet(i) << 8 | octet(i + 1)));
      }
    }
    return text.toString();
  }
}
