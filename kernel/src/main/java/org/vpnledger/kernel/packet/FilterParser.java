package org.vpnledger.kernel.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vpnledger.kernel.packet.Condition.End;

/** Reads a filter's expression; what it may say is at {@link PacketFilter#of}. */
final class FilterParser {
  private static final int LONGEST = 1000;
  private static final int DEEPEST = 32;
  private static final Map<String, Integer> PROTOCOLS =
      Map.of(
          "icmp", 1, "tcp", 6, "udp", 17, "gre", 47, "esp", 50, "ah", 51, "icmp6", 58, "sctp", 132);
  private static final String FORMS =
      "host ADDRESS, net NETWORK, port N, proto NAME, src, dst, and, or, not, ( and )";

  private final List<String> words;
  private int next;
  private int depth;

  FilterParser(String expression) {
    if (expression.length() > LONGEST) {
      throw new IllegalArgumentException("a filter is of at most " + LONGEST + " characters");
    }
    words =
        List.of(
            expression
                .replace("(", " ( ")
                .replace(")", " ) ")
                .replace("!", " not ")
                .replace("&&", " and ")
                .replace("||", " or ")
                .strip()
                .split("\\s+"));
  }

  Condition parse() {
    Condition condition = joined();
    if (next < words.size()) {
      throw wrong("'and' or 'or' was expected");
    }
    return condition;
  }

  private Condition joined() {
    if (++depth > DEEPEST) {
      throw wrong("that are too many parentheses");
    }
    // As with tcpdump "and" binds no closer than "or": both go from left to right.
    Condition left = one();
    while (true) {
      if (takes("and")) {
        left = new Condition.And(left, one());
      } else if (takes("or")) {
        left = new Condition.Or(left, one());
      } else {
        depth--;
        return left;
      }
    }
  }

  private Condition one() {
    boolean not = false;
    while (takes("not")) {
      not = !not;
    }
    Condition condition;
    if (takes("(")) {
      condition = joined();
      if (!takes(")")) {
        throw wrong("')' was expected");
      }
    } else {
      condition = primitive();
    }
    return not ? new Condition.Not(condition) : condition;
  }

  private Condition primitive() {
    End end = takes("src") ? End.SOURCE : takes("dst") ? End.DESTINATION : End.EITHER;
    if (takes("host")) {
      return network(end, false);
    }
    if (takes("net")) {
      return network(end, true);
    }
    if (takes("port") || takes("portrange")) {
      return ports(end);
    }
    if (end != End.EITHER) {
      throw wrong("host, net or port was expected");
    }
    if (takes("ip")) {
      return new Condition.Version(4);
    }
    if (takes("ip6")) {
      return new Condition.Version(6);
    }
    boolean spoken = takes("proto");
    Integer named = next < words.size() ? PROTOCOLS.get(word()) : null;
    if (named != null) {
      next++;
      Condition protocol = new Condition.Protocol(named);
      // "udp port 53" is "udp and port 53" to everyone.
      return next < words.size() && isEndOrPort(word())
          ? new Condition.And(protocol, primitive())
          : protocol;
    }
    if (spoken) {
      return new Condition.Protocol(number(take("a protocol"), 255));
    }
    throw wrong("expected " + FORMS);
  }

  private static boolean isEndOrPort(String word) {
    return List.of("port", "portrange", "src", "dst", "host", "net").contains(word);
  }

  private Condition ports(End end) {
    String text = take("a port");
    int dash = text.indexOf('-');
    int from = number(dash < 0 ? text : text.substring(0, dash), 0xffff);
    int to = dash < 0 ? from : number(text.substring(dash + 1), 0xffff);
    if (to < from) {
      next--;
      throw wrong("the first port is the lower one");
    }
    return new Condition.Port(end, from, to);
  }

  private Condition network(End end, boolean withPrefix) {
    String text = take(withPrefix ? "a network" : "an address");
    int slash = withPrefix ? text.indexOf('/') : -1;
    String literal = slash < 0 ? text : text.substring(0, slash);
    byte[] bytes;
    try {
      // Only what can be no name or short form of an IPv4 address.
      if (!literal.matches("\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9a-f:.]*:[0-9a-f:.]*")) {
        throw new IllegalArgumentException("no literal");
      }
      bytes = InetAddress.ofLiteral(literal).getAddress();
    } catch (IllegalArgumentException e) {
      next--;
      throw wrong("an address was expected, like 10.8.0.2 or fd00::2");
    }
    int prefix = slash < 0 ? 8 * bytes.length : number(text.substring(slash + 1), 8 * bytes.length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    List<Integer> address = new ArrayList<>();
    for (int i = 0; buffer.hasRemaining(); i++) {
      int bits = Math.clamp(prefix - 32L * i, 0, 32);
      int word = buffer.getInt();
      address.add(bits == 0 ? 0 : word & -1 << (32 - bits));
    }
    return new Condition.In(end, address, prefix);
  }

  private int number(String text, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as of numbers that are too big.
    }
    next--;
    throw wrong("a number from 0 to " + most + " was expected");
  }

  private String word() {
    return words.get(next).toLowerCase(Locale.ROOT);
  }

  private boolean takes(String word) {
    if (next < words.size() && word().equals(word)) {
      next++;
      return true;
    }
    return false;
  }

  private String take(String what) {
    if (next == words.size()) {
      throw wrong(what + " was expected");
    }
    String word = word();
    next++;
    return word;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        next < words.size() && !words.get(next).isEmpty()
            ? "the filter is wrong at '" + shown(words.get(next)) + "': " + what
            : "the filter ends too early: " + what);
  }

  private static String shown(String word) {
    StringBuilder text = new StringBuilder();
    word.codePoints()
        .limit(40)
        .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return text.toString();
  }
}
