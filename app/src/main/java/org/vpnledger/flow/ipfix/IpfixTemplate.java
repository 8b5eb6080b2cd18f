package org.vpnledger.flow.ipfix;

import java.util.ArrayList;
import java.util.List;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.FlowRecord;

/**
 * Which elements a record has. An element is there only if it means something: ports are not sent
 * of ICMP, and no direction where none is known.
 *
 * @param id 256 and more, made of what it is for
 * @param elements in the order of their values
 */
record IpfixTemplate(int id, List<IpfixElement> elements) {
  private static final int FIRST = 256; // below are sets of other kinds (RFC 7011, 3.3.2)
  private static final int ICMP = 1;
  private static final int ICMP_V6 = 58;

  IpfixTemplate {
    elements = List.copyOf(elements);
  }

  /** What the protocol has in place of ports. */
  private enum Kind {
    PORTS(0),
    ICMP_V4(1),
    ICMP_V6(2);

    private static final int COUNT = 3;

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  /** Every one that records can be of, the one of id 256 first. */
  static List<IpfixTemplate> all(boolean names) {
    List<IpfixTemplate> all = new ArrayList<>();
    for (boolean direction : List.of(true, false)) {
      for (Kind kind : Kind.values()) {
        for (boolean ipv4 : List.of(true, false)) {
          all.add(new IpfixTemplate(FIRST + all.size(), elements(ipv4, kind, direction, names)));
        }
      }
    }
    return List.copyOf(all);
  }

  /** Which of them a flow's record is of. */
  static int indexOf(FlowRecord flow) {
    Kind kind =
        switch (flow.protocol()) {
          case ICMP -> Kind.ICMP_V4;
          case ICMP_V6 -> Kind.ICMP_V6;
          default -> Kind.PORTS;
        };
    // One address may be hashed and the other not: then IPv4 is written as RFC 4291 maps it.
    boolean ipv4 = flow.src().isIpv4() && flow.dst().isIpv4();
    int direction = flow.direction() == Direction.UNKNOWN ? 1 : 0;
    return (direction * Kind.COUNT + kind.number) * 2 + (ipv4 ? 0 : 1);
  }

  private static List<IpfixElement> elements(
      boolean ipv4, Kind kind, boolean direction, boolean names) {
    List<IpfixElement> elements = new ArrayList<>();
    elements.add(IpfixElement.FLOW_START_MILLISECONDS);
    elements.add(IpfixElement.FLOW_END_MILLISECONDS);
    elements.addAll(
        ipv4
            ? List.of(IpfixElement.SOURCE_IPV4_ADDRESS, IpfixElement.DESTINATION_IPV4_ADDRESS)
            : List.of(IpfixElement.SOURCE_IPV6_ADDRESS, IpfixElement.DESTINATION_IPV6_ADDRESS));
    elements.addAll(
        switch (kind) {
          case PORTS ->
              List.of(
                  IpfixElement.SOURCE_TRANSPORT_PORT,
                  IpfixElement.DESTINATION_TRANSPORT_PORT,
                  IpfixElement.TCP_CONTROL_BITS);
          case ICMP_V4 -> List.of(IpfixElement.ICMP_TYPE_CODE_IPV4);
          case ICMP_V6 -> List.of(IpfixElement.ICMP_TYPE_CODE_IPV6);
        });
    elements.add(IpfixElement.PROTOCOL_IDENTIFIER);
    elements.add(IpfixElement.PACKET_DELTA_COUNT);
    elements.add(IpfixElement.OCTET_DELTA_COUNT);
    if (direction) {
      elements.add(IpfixElement.FLOW_DIRECTION);
    }
    if (names) {
      elements.add(IpfixElement.INTERFACE_NAME);
      elements.add(IpfixElement.USER_NAME);
    }
    return elements;
  }

  /** Of a record, without what is of variable length. */
  int fixedBytes() {
    return elements.stream()
        .mapToInt(IpfixElement::length)
        .filter(length -> length != IpfixElement.VARIABLE)
        .sum();
  }
}
