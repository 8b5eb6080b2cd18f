package org.vpnledger.flow.decode;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.packet.PacketFilter;
import org.vpnledger.kernel.packet.PacketSink;
import org.vpnledger.kernel.packet.Way;

/**
 * Decodes the packets of one interface or file and hands them on. Counts what it could not read, by
 * reason. Used by one thread.
 */
public final class Decoding implements PacketSink {
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;

  private final PacketDecoder decoder = new PacketDecoder();
  private final Packet packet = new Packet();
  private final int source;
  private final @Nullable PacketFilter filter;
  private final @Nullable DnsTap dns;
  private final PacketConsumer consumer;
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private long packets;
  private long others;

  /**
   * For a consumer.
   *
   * @param source what {@link Packet#source} is to say, 0 to 65535
   * @param filter which packets are wanted, where the kernel has not seen to that
   * @param readsDns whether messages of DNS are taken out of the packets
   */
  public Decoding(
      int source, @Nullable PacketFilter filter, boolean readsDns, PacketConsumer consumer) {
    this.source = source;
    this.filter = filter;
    this.dns = readsDns ? new DnsTap() : null;
    this.consumer = consumer;
  }

  @Override
  public void packet(
      MemorySegment memory,
      long at,
      int captured,
      int length,
      long timestampNs,
      int etherType,
      Way way) {
    if (etherType != IPV4 && etherType != IPV6) {
      others++;
      return;
    }
    if (filter != null && !filter.wants(memory, at, captured)) {
      return;
    }
    packets++;
    packet.source = source;
    decoder.decode(memory, at, captured, length, timestampNs, way, packet);
    if (packet.fault != Fault.NONE) {
      faults.merge(packet.fault, 1L, Long::sum);
      if (packet.fault.isFatal()) {
        return;
      }
    }
    packet.dns = Packet.NO_DNS;
    if (dns != null && DnsTap.concerns(packet)) {
      List<DnsMessage> messages = dns.messages(packet);
      packet.dns = messages.isEmpty() ? Packet.NO_DNS : messages;
    }
    consumer.packet(packet);
  }

  /** How many packets of IP came that the filter wanted. */
  public long packets() {
    return packets;
  }

  /** How many came that are not IP, like ARP. */
  public long others() {
    return others;
  }

  /** How many packets were not understood to their end, by reason. */
  public Map<Fault, Long> faults() {
    return Map.copyOf(faults);
  }
}
