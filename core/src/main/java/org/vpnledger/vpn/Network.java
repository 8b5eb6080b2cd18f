package org.vpnledger.vpn;

import org.jspecify.annotations.Nullable;

/**
 * A range of addresses of one family, as CIDR writes it.
 *
 * @param first its lowest address: the bits after the prefix are zero
 * @param prefix how many bits all of its addresses have in common: 0 to 32 for IPv4, else 0 to 128
 */
public record Network(Address first, int prefix) {
  private static final int MAPPED_PREFIX = 96;

  /**
   * Bits after the prefix are cleared: {@code 192.0.2.7/24} is the network that 192.0.2.7 is in.
   */
  public Network {
    if (prefix < 0 || prefix > widest(first)) {
      throw new IllegalArgumentException("not a network");
    }
    first = masked(first, first.isIpv4() ? prefix + MAPPED_PREFIX : prefix);
  }

  /** The network that holds this address alone. */
  public static Network of(Address address) {
    return new Network(address, widest(address));
  }

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or an address alone.
   *
   * @return absent if the text is neither; hostile text never throws
   */
  public static @Nullable Network parse(String text) {
    int slash = text.indexOf('/');
    Address address = Address.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null || slash < 0) {
      return address == null ? null : of(address);
    }
    int prefix = prefix(text.substring(slash + 1));
    return prefix < 0 || prefix > widest(address) ? null : new Network(address, prefix);
  }

  private static int prefix(String digits) {
    boolean number =
        !digits.isEmpty()
            && digits.length() <= 3
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Integer.parseInt(digits) : -1;
  }

  /** Whether it holds the address. */
  public boolean contains(Address address) {
    boolean ipv4 = first.isIpv4();
    return address.isIpv4() == ipv4
        && masked(address, ipv4 ? prefix + MAPPED_PREFIX : prefix).equals(first);
  }

  /** Whether it holds the endpoint's address, whatever its zone. */
  public boolean contains(Endpoint endpoint) {
    String host = endpoint.host();
    int zone = host.indexOf('%');
    Address address = Address.parse(zone < 0 ? host : host.substring(0, zone));
    return address != null && contains(address);
  }

  private static int widest(Address address) {
    return address.isIpv4() ? 32 : 128;
  }

  private static Address masked(Address address, int bits) {
    return new Address(
        address.high() & mask(Math.min(bits, 64)), address.low() & mask(Math.max(bits - 64, 0)));
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (64 - bits);
  }

  @Override
  public String toString() {
    return first + "/" + prefix;
  }
}
