package org.vpnledger.flow.log;

import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.vpnledger.flow.decode.DnsMessage;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.decode.PacketConsumer;

/**
 * The packet log in wg-wiretap's format: a line a packet, protocols by number, times in ns, ports
 * empty where there are none, and in {@code dns} the base64 of a whole message of DNS; of several
 * that end with one TCP segment each, divided by {@code ;}.
 */
public final class PacketLines implements PacketConsumer {
  /** The first line of a file. */
  public static final String HEADER = "src,src_port,dst,dst_port,l3_protocol,size,timestamp,dns";

  private static final int LONGEST = 256; // without the message
  private static final byte[] NONE = {};

  private final Lines lines;
  private long count;

  /** Writes to a channel, the header first. */
  public PacketLines(WritableByteChannel channel) {
    this(new Lines(channel, HEADER));
  }

  PacketLines(Lines lines) {
    this.lines = lines;
  }

  @Override
  public void packet(Packet packet) {
    byte[] dns = packet.dns().isEmpty() ? NONE : encoded(packet.dns());
    Lines to = lines;
    to.begin(LONGEST + dns.length);
    if (packet.isIpv4()) {
      to.ipv4((int) packet.srcLow());
    } else {
      to.ipv6(packet.srcHigh(), packet.srcLow());
    }
    to.comma();
    if (packet.srcPort() >= 0) {
      to.number(packet.srcPort());
    }
    to.comma();
    if (packet.isIpv4()) {
      to.ipv4((int) packet.dstLow());
    } else {
      to.ipv6(packet.dstHigh(), packet.dstLow());
    }
    to.comma();
    if (packet.dstPort() >= 0) {
      to.number(packet.dstPort());
    }
    to.comma();
    to.number(packet.protocol());
    to.comma();
    to.number(packet.size());
    to.comma();
    to.nanos(packet.timestampNs());
    to.comma();
    to.raw(dns);
    to.end();
    count++;
  }

  private static byte[] encoded(List<DnsMessage> messages) {
    return messages.stream()
        .map(message -> Base64.getEncoder().encodeToString(message.bytes()))
        .collect(Collectors.joining(";"))
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** How many packets. */
  public long count() {
    return count;
  }

  /** How many bytes. */
  public long bytes() {
    return lines.written();
  }

  /** Writes what waits. */
  public void flush() {
    lines.flush();
  }
}
