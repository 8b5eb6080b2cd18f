package org.vpnledger.flow.sql;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;

/** What the questions' SQL is put together from. */
final class Questions {
  private static final int BITS = 128;

  /** What people call a protocol, as far as it is often met; else its number. */
  static final String PROTOCOL =
      "CASE protocol WHEN 1 THEN 'icmp' WHEN 6 THEN 'tcp' WHEN 17 THEN 'udp' WHEN 47 THEN 'gre'"
          + " WHEN 50 THEN 'esp' WHEN 58 THEN 'icmpv6' WHEN 132 THEN 'sctp'"
          + " ELSE protocol::VARCHAR END";

  /** A public key as tables show it elsewhere; a common name is short enough. */
  static final String SHORT_KEY =
      "CASE WHEN length(peer) = 44 THEN left(peer, 8) || '...' || right(peer, 8) ELSE peer END";

  /** {@code tcp/443}, or the protocol alone. */
  static final String SERVICE = PROTOCOL + " || coalesce('/' || port, '') AS service";

  private Questions() {}

  static Query query(String select, String order, View view, List<Object> values, long count) {
    List<Object> all = new ArrayList<>(values);
    all.add(count);
    return new Query(select + order + " LIMIT ?", all, Set.of(view));
  }

  /** The condition that flows fulfil which a search finds; adds its values. */
  static String matching(String text, List<Object> values) {
    Network network = Network.parse(text);
    if (network != null) {
      return network.condition(values);
    }
    String wanted = text.toLowerCase(Locale.ROOT);
    List<String> conditions = new ArrayList<>();
    for (String field : List.of("gateway", "tunnel", "peer", "name", "host", "src", "dst")) {
      conditions.add("contains(lower(" + field + "), ?)");
      values.add(wanted);
    }
    return "(" + String.join(" OR ", conditions) + ")";
  }

  /** An address, or a network of them: {@code 10.8.0.0/24}, {@code 2001:db8::/32}. */
  record Network(Address address, int length) {
    /** Absent if the text is neither. */
    static @Nullable Network parse(String text) {
      int slash = text.indexOf('/');
      Address address = Address.parse(slash < 0 ? text : text.substring(0, slash));
      if (address == null) {
        return null;
      }
      int longest = address.isIpv4() ? 32 : BITS;
      String prefix = slash < 0 ? String.valueOf(longest) : text.substring(slash + 1);
      if (!prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > longest) {
        return null;
      }
      return new Network(address, Integer.parseInt(prefix));
    }

    /** That one side of a flow is in it. */
    String condition(List<Object> values) {
      if (length == (address.isIpv4() ? 32 : BITS)) {
        values.add(address.toString());
        values.add(address.toString());
        return "(src = ? OR dst = ?)";
      }
      int longest = address.isIpv4() ? 32 : BITS;
      BigInteger number = number();
      BigInteger size = BigInteger.ONE.shiftLeft(longest - length);
      BigInteger first = number.subtract(number.mod(size));
      BigInteger last = first.add(size).subtract(BigInteger.ONE);
      String bounds = "::UHUGEINT BETWEEN ?::UHUGEINT AND ?::UHUGEINT";
      for (int i = 0; i < 2; i++) {
        values.add(first.toString());
        values.add(last.toString());
      }
      return "((" + value("src") + ")" + bounds + " OR (" + value("dst") + ")" + bounds + ")";
    }

    private BigInteger number() {
      BigInteger low = new BigInteger(Long.toUnsignedString(address.low()));
      return address.isIpv4()
          ? BigInteger.valueOf(address.low() & 0xffff_ffffL)
          : new BigInteger(Long.toUnsignedString(address.high())).shiftLeft(64).add(low);
    }

    /** The number that a column's text is; NULL for addresses of the other version. */
    private String value(String column) {
      List<String> parts = new ArrayList<>();
      if (address.isIpv4()) {
        for (int i = 1; i <= 4; i++) {
          parts.add(
              "split_part(%s, '.', %d)::UBIGINT * %d".formatted(column, i, 1L << (8 * (4 - i))));
        }
        return "CASE WHEN contains(%s, '.') THEN %s END"
            .formatted(column, String.join(" + ", parts));
      }
      for (int i = 1; i <= 8; i++) {
        parts.add(
            "('0x' || split_part(%s, ':', %d))::UHUGEINT * %s::UHUGEINT"
                .formatted(column, i, BigInteger.ONE.shiftLeft(16 * (8 - i))));
      }
      return "CASE WHEN contains(%s, ':') THEN %s END".formatted(column, String.join(" + ", parts));
    }
  }
}
