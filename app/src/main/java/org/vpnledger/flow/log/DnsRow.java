package org.vpnledger.flow.log;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.AddressText;
import org.vpnledger.flow.decode.DnsMessage;
import org.vpnledger.vpn.Address;

/**
 * An answer of DNS that passed: one line of the DNS log.
 *
 * @param timeNs when, in ns since 1970
 * @param client who had asked
 * @param server who answered
 * @param message the answer
 */
public record DnsRow(
    long timeNs,
    String gateway,
    String tunnel,
    @Nullable String peer,
    @Nullable String name,
    Address client,
    Address server,
    DnsMessage message) {

  /** The first line of a DNS log. */
  public static final String HEADER =
      "time_ns,gateway,tunnel,peer,name,client,server,question,type,rcode,answers,min_ttl";

  private static final int MOST_ANSWERS = 16;

  /** IANA's names of the types that are asked for; others are written as RFC 3597 has it. */
  private static final Map<Integer, String> TYPES =
      Map.ofEntries(
          Map.entry(1, "A"),
          Map.entry(2, "NS"),
          Map.entry(5, "CNAME"),
          Map.entry(6, "SOA"),
          Map.entry(12, "PTR"),
          Map.entry(15, "MX"),
          Map.entry(16, "TXT"),
          Map.entry(28, "AAAA"),
          Map.entry(33, "SRV"),
          Map.entry(43, "DS"),
          Map.entry(48, "DNSKEY"),
          Map.entry(64, "SVCB"),
          Map.entry(65, "HTTPS"),
          Map.entry(255, "ANY"));

  private static final List<String> CODES =
      List.of("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED");

  /** What was asked for; of an answer that nobody asked for what it is about. */
  String question() {
    if (!message.questions().isEmpty()) {
      return message.questions().getFirst().name();
    }
    return message.answers().isEmpty() ? "" : message.answers().getFirst().name();
  }

  String type() {
    int type =
        !message.questions().isEmpty()
            ? message.questions().getFirst().type()
            : message.answers().isEmpty() ? 0 : message.answers().getFirst().type();
    return TYPES.getOrDefault(type, "TYPE" + type);
  }

  String code() {
    int code = message.responseCode();
    return code < CODES.size() ? CODES.get(code) : "RCODE" + code;
  }

  /** Addresses and names, divided by spaces; other kinds of answers by their types. */
  String answers() {
    return message.answers().stream()
        .limit(MOST_ANSWERS)
        .map(DnsRow::text)
        .collect(Collectors.joining(" "));
  }

  private static String text(DnsMessage.Answer answer) {
    Address address = answer.address();
    if (address != null) {
      return AddressText.of(address);
    }
    String target = answer.target();
    return target != null
        ? target
        : TYPES.getOrDefault(answer.type(), "TYPE" + answer.type()).toLowerCase(Locale.ROOT);
  }

  /** The shortest time that an answer holds, in seconds; -1 without answers. */
  long leastTtl() {
    return message.answers().stream().mapToLong(DnsMessage.Answer::ttl).min().orElse(-1);
  }
}
