package org.vpnledger.lab;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a file of packets by tshark, which shares nothing with the program under test. */
final class PacketTruth {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;
  private static final int TCP = 6;
  private static final int FRAGMENT = 44;
  private static final int HOP_BY_HOP = 0;
  private static final int IPV6_HEADER = 40;
  private static final int LENGTH_DIGITS = 4; // before a message of DNS over TCP

  private static final List<String> FIELDS =
      List.of(
          "frame.time_epoch",
          "ip.src",
          "ip.dst",
          "ip.proto",
          "ip.len",
          "ip.id",
          "ip.frag_offset",
          "ipv6.src",
          "ipv6.dst",
          "ipv6.nxt",
          "ipv6.plen",
          "ipv6.hopopts.nxt",
          "ipv6.fraghdr.nxt",
          "ipv6.fraghdr.ident",
          "ipv6.fraghdr.offset",
          "tcp.srcport",
          "tcp.dstport",
          "tcp.flags",
          "tcp.payload",
          "tcp.reassembled.data",
          "udp.srcport",
          "udp.dstport",
          "udp.payload",
          "icmp.type",
          "icmp.code",
          "icmpv6.type",
          "icmpv6.code",
          "dns.id");

  /** The ports of a packet that came in fragments, which only its first one tells. */
  private record Ports(int src, int dst) {}

  private final Map<List<String>, Ports> fragmented = new HashMap<>();

  private PacketTruth() {}

  /** In the order of the file. */
  static List<SeenPacket> read(Path file) {
    List<String> words =
        new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-T", "fields"));
    // The first of each: what ICMP carries of another packet is not this one's.
    words.addAll(List.of("-E", "occurrence=f", "-E", "separator=/t"));
    words.addAll(List.of("-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"));
    FIELDS.forEach(field -> words.addAll(List.of("-e", field)));
    PacketTruth truth = new PacketTruth();
    return Command.of(words).within(LIMIT).output().lines().map(truth::packet).toList();
  }

  private SeenPacket packet(String line) {
    String[] values = Arrays.copyOf(line.split("\t", -1), FIELDS.size());
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      if (values[i] != null && !values[i].isEmpty()) {
        fields.put(FIELDS.get(i), values[i]);
      }
    }
    boolean ipv4 = fields.containsKey("ip.src");
    String src = fields.getOrDefault(ipv4 ? "ip.src" : "ipv6.src", "");
    String dst = fields.getOrDefault(ipv4 ? "ip.dst" : "ipv6.dst", "");
    int protocol = ipv4 ? number(fields, "ip.proto") : ipv6Protocol(fields);
    int size = ipv4 ? number(fields, "ip.len") : IPV6_HEADER + number(fields, "ipv6.plen");
    Ports ports = ports(fields, ipv4, protocol, src, dst);
    return new SeenPacket(
        new BigDecimal(fields.getOrDefault("frame.time_epoch", "")).movePointRight(9).longValue(),
        src,
        ports.src(),
        dst,
        ports.dst(),
        protocol,
        icmp(fields, protocol),
        size,
        protocol == TCP ? Math.max(number(fields, "tcp.flags"), 0) & 0xff : 0,
        fields.containsKey("dns.id") ? message(fields) : "");
  }

  private static int ipv6Protocol(Map<String, String> fields) {
    int next = number(fields, "ipv6.nxt");
    return switch (next) {
      case FRAGMENT -> number(fields, "ipv6.fraghdr.nxt");
      case HOP_BY_HOP -> number(fields, "ipv6.hopopts.nxt");
      default -> next;
    };
  }

  private static int icmp(Map<String, String> fields, int protocol) {
    String layer =
        switch (protocol) {
          case ICMP -> "icmp.";
          case ICMPV6 -> "icmpv6.";
          default -> "";
        };
    return fields.containsKey(layer + "type")
        ? number(fields, layer + "type") << 8 | number(fields, layer + "code")
        : SeenPacket.NONE;
  }

  private Ports ports(
      Map<String, String> fields, boolean ipv4, int protocol, String src, String dst) {
    if (protocol == ICMP || protocol == ICMPV6) {
      return new Ports(SeenPacket.NONE, SeenPacket.NONE);
    }
    String id = fields.getOrDefault(ipv4 ? "ip.id" : "ipv6.fraghdr.ident", "");
    List<String> key = List.of(src, dst, Integer.toString(protocol), id);
    if (number(fields, ipv4 ? "ip.frag_offset" : "ipv6.fraghdr.offset") > 0) {
      return fragmented.getOrDefault(key, new Ports(SeenPacket.NONE, SeenPacket.NONE));
    }
    String layer = protocol == TCP ? "tcp." : "udp.";
    Ports ports = new Ports(number(fields, layer + "srcport"), number(fields, layer + "dstport"));
    fragmented.put(key, ports);
    return ports;
  }

  /** The message's own bytes. */
  private static String message(Map<String, String> fields) {
    String overUdp = fields.get("udp.payload");
    if (overUdp != null) {
      return overUdp;
    }
    String overTcp = fields.getOrDefault("tcp.payload", "");
    return fields.getOrDefault("tcp.reassembled.data", overTcp).substring(LENGTH_DIGITS);
  }

  /** A number as tshark writes it, decimal or with {@code 0x}, or {@link SeenPacket#NONE}. */
  private static int number(Map<String, String> fields, String name) {
    String text = fields.get(name);
    return text == null ? SeenPacket.NONE : Long.decode(text).intValue();
  }
}
