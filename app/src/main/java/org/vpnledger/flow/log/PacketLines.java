package org.vpnledger.flow.log;

import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.vpnledger.flow.decode.DnsMessage;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.decode.PacketConsumer;
import org.vpnledger.vpn.Address;

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
    byte[] dns = packet.hasDns() ? encoded(packet.dns()) : NONE;
    lines.begin(LONGEST + dns.length);
    address(packet.isIpv4(), packet.srcHigh(), packet.srcLow());
    lines.comma();
    port(packet.srcPort());
    lines.comma();
    address(packet.isIpv4(), packet.dstHigh(), packet.dstLow());
    lines.comma();
    rest(packet, dns);
  }

  /**
   * The same of a packet whose addresses are not to be seen.
   *
   * @param src instead of where it comes from
   * @param dst instead of where it goes
   * @param withDns whether its messages of DNS may be seen, in which addresses are too
   */
  public void packet(Packet packet, Address src, Address dst, boolean withDns) {
    byte[] dns = withDns && packet.hasDns() ? encoded(packet.dns()) : NONE;
    lines.begin(LONGEST + dns.length);
    address(src.isIpv4(), src.high(), src.low());
    lines.comma();
    port(packet.srcPort());
    lines.comma();
    address(dst.isIpv4(), dst.high(), dst.low());
    lines.comma();
    rest(packet, dns);
  }

  private void address(boolean ipv4, long high, long low) {
    if (ipv4) {
      lines.ipv4((int) low);
    } else {
      lines.ipv6(high, low);
    }
  }

  private void port(int port) {
    if (port >= 0) {
      lines.number(port);
    }
  }

  private void rest(Packet packet, byte[] dns) {
    Lines to = lines;
    port(packet.dstPort());
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
