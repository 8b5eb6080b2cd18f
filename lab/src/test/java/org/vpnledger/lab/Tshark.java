package org.vpnledger.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What tshark says of the packets of a file: the truth for what we say of them. */
final class Tshark {
  private static final List<String> FIELDS =
      List.of(
          "frame.time_epoch",
          "frame.len",
          "frame.cap_len",
          "frame.protocols",
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
          "ipv6.dstopts.nxt",
          "ipv6.fraghdr.nxt",
          "ipv6.fraghdr.offset",
          "ipv6.fraghdr.ident",
          "ah.next_header",
          "tcp.srcport",
          "tcp.dstport",
          "udp.srcport",
          "udp.dstport",
          "sctp.srcport",
          "sctp.dstport",
          "tcp.flags",
          "icmp.type",
          "icmp.code",
          "icmpv6.type",
          "icmpv6.code",
          "dns.id",
          "_ws.malformed",
          "udp.payload",
          "tcp.payload",
          "tcp.reassembled.data");

  /** Which field says what comes behind an extension header. */
  private static final Map<String, String> BEHIND =
      Map.of(
          "0", "ipv6.hopopts.nxt",
          "60", "ipv6.dstopts.nxt",
          "44", "ipv6.fraghdr.nxt",
          "51", "ah.next_header");

  private static final Map<String, String> WITH_PORTS =
      Map.of("6", "tcp", "17", "udp", "132", "sctp");

  private Tshark() {}

  /** Those packets that have addresses. */
  static List<SeenPacket> read(Path file) {
    List<String> words =
        new ArrayList<>(
            List.of("tshark", "-n", "-r", file.toString(), "-T", "fields", "-E", "occurrence=f"));
    words.addAll(List.of("-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"));
    FIELDS.forEach(field -> words.addAll(List.of("-e", field)));
    Map<String, SeenPacket> firsts = new HashMap<>();
    List<SeenPacket> packets = new ArrayList<>();
    for (String line : Command.of(words).run().out().lines().toList()) {
      Map<String, String> fields = new HashMap<>();
      String[] values = line.split("\t", -1);
      for (int i = 0; i < values.length; i++) {
        fields.put(FIELDS.get(i), values[i]);
      }
      SeenPacket packet = packet(fields, firsts);
      if (packet != null) {
        packets.add(packet);
      }
    }
    return packets;
  }

  private static @Nullable SeenPacket packet(
      Map<String, String> fields, Map<String, SeenPacket> firsts) {
    // The outer one, where there are two.
    String version =
        Stream.of(of(fields, "frame.protocols").split(":"))
            .filter(name -> name.equals("ip") || name.equals("ipv6"))
            .findFirst()
            .orElse("ip");
    boolean four = version.equals("ip");
    String dst = of(fields, version + ".dst");
    if (dst.isEmpty()) {
      return null;
    }
    String protocol = of(fields, four ? "ip.proto" : "ipv6.nxt");
    for (String next = protocol; !four && !next.isEmpty(); ) {
      protocol = next;
      next = of(fields, BEHIND.getOrDefault(protocol, ""));
    }
    String src = of(fields, version + ".src");
    long size = four ? number(fields, "ip.len") : 40 + number(fields, "ipv6.plen");
    String fragment = of(fields, four ? "ip.id" : "ipv6.fraghdr.ident");
    String key = String.join(" ", src, dst, protocol, fragment);
    String offset = of(fields, four ? "ip.frag_offset" : "ipv6.fraghdr.offset");
    SeenPacket first = offset.isEmpty() || offset.equals("0") ? null : firsts.get(key);
    String ports = WITH_PORTS.getOrDefault(protocol, "none");
    SeenPacket packet =
        new SeenPacket(
            src,
            first == null ? of(fields, ports + ".srcport") : first.srcPort(),
            dst,
            first == null ? of(fields, ports + ".dstport") : first.dstPort(),
            protocol,
            size,
            Long.parseLong(of(fields, "frame.time_epoch").replace(".", "")),
            protocol.equals("6") ? flags(of(fields, "tcp.flags")) : 0,
            protocol.equals("1")
                ? icmp(fields, "icmp")
                : protocol.equals("58") ? icmp(fields, "icmpv6") : "",
            dns(fields));
    firsts.putIfAbsent(key, packet);
    return packet;
  }

  private static String of(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "");
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(of(fields, name));
  }

  private static int flags(String text) {
    return text.isEmpty() ? 0 : Integer.decode(text) & 0xff;
  }

  private static String icmp(Map<String, String> fields, String name) {
    String type = of(fields, name + ".type");
    String code = of(fields, name + ".code");
    return code.isEmpty()
        ? ""
        : String.valueOf(256 * Integer.parseInt(type) + Integer.parseInt(code));
  }

  private static String dns(Map<String, String> fields) {
    boolean whole =
        !of(fields, "dns.id").isEmpty()
            && of(fields, "_ws.malformed").isEmpty()
            && of(fields, "frame.len").equals(of(fields, "frame.cap_len"));
    if (!whole) {
      return "";
    }
    String udp = of(fields, "udp.payload");
    if (!udp.isEmpty()) {
      return base64(udp);
    }
    String reassembled = of(fields, "tcp.reassembled.data");
    return base64((reassembled.isEmpty() ? of(fields, "tcp.payload") : reassembled).substring(4));
  }

  private static String base64(String digits) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digits.replace(":", "")));
  }
}
