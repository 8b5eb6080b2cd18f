package org.vpnledger.flow.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Network;

/**
 * By which interface the kernel sends to an address, as {@code route} and {@code ipv6_route} of
 * proc_net(5) show its main table. Default routes are left out: that an address would go to the
 * Internet says nothing about it.
 *
 * <pre>
 * route       Iface Destination Gateway Flags RefCnt Use Metric Mask …       numbers as memory has them
 * ipv6_route  destination length source length hop metric count use flags Iface    hexadecimal
 * </pre>
 */
public final class Routes {
  private static final Path FOLDER = Path.of("/proc/net");

  /** More than that has a router of the Internet, whose clients' routes come first nevertheless. */
  private static final int MOST = 10_000;

  private static final int UP = 1; // RTF_UP
  private static final int REJECT = 0x200; // RTF_REJECT
  private static final long MAPPED = 0xffff_0000_0000L; // IPv4 as Address holds it

  private final List<Route> routes;

  private record Route(Network network, String device) {}

  private Routes(List<Route> routes) {
    this.routes = routes;
  }

  /** Those of this network namespace, now. */
  public static Routes now() throws IOException {
    return of(lines("route"), lines("ipv6_route"));
  }

  private static List<String> lines(String name) throws IOException {
    try (Stream<String> lines = Files.lines(FOLDER.resolve(name))) {
      return lines.limit(MOST).toList();
    } catch (NoSuchFileException e) {
      return List.of(); // a kernel without IPv6
    }
  }

  /** By the lines of the two files; what does not look like a route is left out. */
  static Routes of(List<String> ipv4, List<String> ipv6) {
    List<Route> routes = new ArrayList<>();
    for (String line : ipv4) {
      add(routes, ipv4(line.strip().split("\\s+")));
    }
    for (String line : ipv6) {
      add(routes, ipv6(line.strip().split("\\s+")));
    }
    return new Routes(List.copyOf(routes));
  }

  private static void add(List<Route> routes, @Nullable Route route) {
    if (route != null && !route.device.equals("lo")) {
      routes.add(route);
    }
  }

  private static @Nullable Route ipv4(String[] fields) {
    if (fields.length < 8 || !isHex(fields[1], 8) || !isHex(fields[7], 8) || !isHex(fields[3], 4)) {
      return null;
    }
    long destination = Integer.toUnsignedLong(Integer.reverseBytes(word(fields[1])));
    int length = Integer.bitCount(word(fields[7]));
    return length == 0 || !isUsed(word(fields[3]))
        ? null
        : new Route(new Network(new Address(0, MAPPED | destination), length), fields[0]);
  }

  private static @Nullable Route ipv6(String[] fields) {
    if (fields.length < 10
        || !isHex(fields[0], 32)
        || !isHex(fields[1], 2)
        || !isHex(fields[8], 8)) {
      return null;
    }
    int length = word(fields[1]);
    return length == 0 || length > 128 || isMapped(fields[0]) || !isUsed(word(fields[8]))
        ? null
        : new Route(
            new Network(
                new Address(
                    Long.parseUnsignedLong(fields[0].substring(0, 16), 16),
                    Long.parseUnsignedLong(fields[0].substring(16), 16)),
                length),
            fields[9]);
  }

  /** Of ::ffff:0:0/96, which no interface is reached by. */
  private static boolean isMapped(String destination) {
    return destination.startsWith("00000000000000000000ffff");
  }

  private static boolean isUsed(int flags) {
    return (flags & UP) != 0 && (flags & REJECT) == 0;
  }

  private static boolean isHex(String text, int digits) {
    return text.length() == digits && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private static int word(String text) {
    return Integer.parseUnsignedInt(text, 16);
  }

  /** The interface with the longest prefix, absent if none has any but the default. */
  public @Nullable String device(Address address) {
    Route best = null;
    for (Route route : routes) {
      if (route.network.contains(address)
          && (best == null || route.network.prefix() > best.network.prefix())) {
        best = route;
      }
    }
    return best == null ? null : best.device;
  }
}
