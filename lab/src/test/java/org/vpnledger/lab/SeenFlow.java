package org.vpnledger.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tcpdump's packets of one direction between two ends are together: the flow that has to be
 * logged.
 */
record SeenFlow(
    String src,
    String srcPort,
    String dst,
    String dstPort,
    String protocol,
    List<SeenPacket> packets) {

  /** What {@link #line} is, in the SQL of the flow log. */
  static final String COLUMNS =
      "protocol, src, src_port, dst, dst_port, packets, bytes, tcp_flags, start_ns, end_ns";

  static List<SeenFlow> of(List<SeenPacket> packets) {
    Map<List<String>, List<SeenPacket>> flows = new LinkedHashMap<>();
    for (SeenPacket packet : packets) {
      flows.computeIfAbsent(ends(packet), _ -> new ArrayList<>()).add(packet);
    }
    return flows.entrySet().stream().map(flow -> of(flow.getKey(), flow.getValue())).toList();
  }

  private static SeenFlow of(List<String> ends, List<SeenPacket> packets) {
    return new SeenFlow(
        ends.get(0), ends.get(1), ends.get(2), ends.get(3), ends.get(4), List.copyOf(packets));
  }

  private static List<String> ends(SeenPacket packet) {
    String port = packet.icmp().isEmpty() ? packet.dstPort() : packet.icmp();
    return List.of(packet.src(), packet.srcPort(), packet.dst(), port, packet.protocol());
  }

  /** As CSV. */
  String line() {
    int flags = packets.stream().mapToInt(SeenPacket::tcpFlags).reduce(0, (all, one) -> all | one);
    return String.join(
        ",",
        protocol,
        src,
        srcPort,
        dst,
        dstPort,
        Integer.toString(packets.size()),
        Long.toString(packets.stream().mapToLong(SeenPacket::size).sum()),
        Integer.toString(flags),
        Long.toString(times().getFirst()),
        Long.toString(times().getLast()));
  }

  /** In their order, which is not always the file's: two processors may deliver at once. */
  private List<Long> times() {
    return packets.stream().map(SeenPacket::timeNs).sorted(Comparator.naturalOrder()).toList();
  }
}
