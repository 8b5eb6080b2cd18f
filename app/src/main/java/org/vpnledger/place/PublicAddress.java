package org.vpnledger.place;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Network;

/**
 * Whether an address is one that anybody outside may be asked about: of the internet, and nobody's
 * own network. By the registries of special addresses (https://www.iana.org/assignments/
 * iana-ipv4-special-registry, iana-ipv6-special-registry).
 */
final class PublicAddress {
  private static final Network GLOBAL_IPV6 = network("2000::/3");
  private static final List<Network> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8", // private
              "100.64.0.0/10", // a carrier's own (CGNAT)
              "127.0.0.0/8",
              "169.254.0.0/16", // link-local
              "172.16.0.0/12", // private
              "192.0.0.0/24",
              "192.0.2.0/24", // documentation
              "192.88.99.0/24",
              "192.168.0.0/16", // private
              "198.18.0.0/15", // benchmarks
              "198.51.100.0/24", // documentation
              "203.0.113.0/24", // documentation
              "224.0.0.0/4", // multicast
              "240.0.0.0/4",
              "2001::/23",
              "2001:db8::/32", // documentation
              "2002::/16", // an IPv4 address within
              "3fff::/20") // documentation
          .map(PublicAddress::network)
          .toList();

  private PublicAddress() {}

  static boolean is(Address address) {
    return (address.isIpv4() || GLOBAL_IPV6.contains(address))
        && SPECIAL.stream().noneMatch(network -> network.contains(address));
  }

  private static Network network(String text) {
    return Objects.requireNonNull(Network.parse(text));
  }
}
