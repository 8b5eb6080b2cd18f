package org.vpnledger.kernel.packet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A filter's expression with what it means, evaluated the simple way.
 *
 * @param text the expression
 * @param meaning what it says of a packet that is there whole
 * @param single whether it needs no parentheses in another
 */
record RandomFilter(String text, Predicate<RandomPacket> meaning, boolean single) {
  private static final Map<String, Integer> NAMES =
      Map.of(
          "icmp", 1, "tcp", 6, "udp", 17, "gre", 47, "esp", 50, "ah", 51, "icmp6", 58, "sctp", 132);

  static RandomFilter next(RandomGenerator random, int depth) {
    if (depth == 0) {
      return primitive(random);
    }
    RandomFilter left = next(random, random.nextInt(depth));
    return switch (random.nextInt(3)) {
      case 0 -> {
        String not = one(List.of("not ", "! ", "!", "NOT "), random);
        yield new RandomFilter(not + left.closed(), left.meaning.negate(), true);
      }
      case 1 -> {
        RandomFilter right = next(random, random.nextInt(depth));
        String and = one(List.of(" and ", " && ", "&&", " AND "), random);
        // From left to right: what is on the left needs no parentheses.
        yield new RandomFilter(
            left.text + and + right.closed(), left.meaning.and(right.meaning), false);
      }
      default -> {
        RandomFilter right = next(random, random.nextInt(depth));
        String or = one(List.of(" or ", " || ", "||"), random);
        yield new RandomFilter(
            left.text + or + right.closed(), left.meaning.or(right.meaning), false);
      }
    };
  }

  private String closed() {
    return single ? text : "(" + text + ")";
  }

  private static RandomFilter primitive(RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0 -> {
        boolean four = random.nextBoolean();
        yield of(four ? "ip" : "ip6", p -> p.version() == (four ? 4 : 6));
      }
      case 1 -> protocol(random);
      case 2 -> {
        RandomFilter protocol = protocol(random);
        RandomFilter ports = ports(random);
        yield of(protocol.text + " " + ports.text, protocol.meaning.and(ports.meaning));
      }
      case 3 -> network(random);
      default -> ports(random);
    };
  }

  private static RandomFilter protocol(RandomGenerator random) {
    String name = one(List.copyOf(NAMES.keySet()), random);
    int number = Objects.requireNonNull(NAMES.get(name));
    return of(
        random.nextBoolean() ? name : "proto " + name,
        p -> p.protocol() == number || p.behind() == number);
  }

  private static RandomFilter ports(RandomGenerator random) {
    int from = RandomPacket.PORTS.get(random.nextInt(8));
    int to = random.nextBoolean() ? from : RandomPacket.PORTS.get(random.nextInt(8));
    int low = Math.min(from, to);
    int high = Math.max(from, to);
    String end = one(List.of("", "src ", "dst "), random);
    String range = low == high ? "port " + low : "portrange " + low + "-" + high;
    return of(
        end + range,
        p ->
            p.hasPorts()
                && ((!end.equals("dst ") && p.sourcePort() >= low && p.sourcePort() <= high)
                    || (!end.equals("src ")
                        && p.destinationPort() >= low
                        && p.destinationPort() <= high)));
  }

  private static RandomFilter network(RandomGenerator random) {
    boolean ipv4 = random.nextBoolean();
    byte[] address = RandomPacket.address(ipv4, random);
    boolean host = random.nextBoolean();
    int prefix = host ? 8 * address.length : random.nextInt(8 * address.length + 1);
    byte[] network = address.clone();
    for (int bit = prefix; bit < 8 * network.length; bit++) {
      network[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    String end = one(List.of("", "src ", "dst "), random);
    String text = text(network);
    return of(
        end + (host ? "host " + text : "net " + text + "/" + prefix),
        p ->
            (!end.equals("dst ") && isIn(p.end(true, ipv4), network, prefix))
                || (!end.equals("src ") && isIn(p.end(false, ipv4), network, prefix)));
  }

  private static boolean isIn(byte @Nullable [] address, byte[] network, int prefix) {
    if (address == null) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      if (((address[bit / 8] ^ network[bit / 8]) & 0x80 >> bit % 8) != 0) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static RandomFilter of(String text, Predicate<RandomPacket> meaning) {
    return new RandomFilter(text, meaning, true);
  }

  private static String one(List<String> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
