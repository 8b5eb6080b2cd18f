package org.vpnledger.flow.ipfix;

/**
 * The information elements that are sent, as IANA's registry (RFC 7012) numbers and names them.
 *
 * <p>Times are in ms: nfdump 1.7.1 reads those, and takes times in ns (156, 157) for 1970. TCP's
 * flags take the one byte that RFC 7125 allows: of two, pmacct 1.7.7 reads the first.
 */
enum IpfixElement {
  FLOW_START_MILLISECONDS(152, "flowStartMilliseconds", 8),
  FLOW_END_MILLISECONDS(153, "flowEndMilliseconds", 8),
  SOURCE_IPV4_ADDRESS(8, "sourceIPv4Address", 4),
  DESTINATION_IPV4_ADDRESS(12, "destinationIPv4Address", 4),
  SOURCE_IPV6_ADDRESS(27, "sourceIPv6Address", 16),
  DESTINATION_IPV6_ADDRESS(28, "destinationIPv6Address", 16),
  SOURCE_TRANSPORT_PORT(7, "sourceTransportPort", 2),
  DESTINATION_TRANSPORT_PORT(11, "destinationTransportPort", 2),
  TCP_CONTROL_BITS(6, "tcpControlBits", 1),
  ICMP_TYPE_CODE_IPV4(32, "icmpTypeCodeIPv4", 2),
  ICMP_TYPE_CODE_IPV6(139, "icmpTypeCodeIPv6", 2),
  PROTOCOL_IDENTIFIER(4, "protocolIdentifier", 1),
  PACKET_DELTA_COUNT(2, "packetDeltaCount", 8),
  OCTET_DELTA_COUNT(1, "octetDeltaCount", 8),
  FLOW_DIRECTION(61, "flowDirection", 1),
  INTERFACE_NAME(82, "interfaceName", IpfixElement.VARIABLE),
  USER_NAME(371, "userName", IpfixElement.VARIABLE);

  /** Each value says how long it is (RFC 7011, 7). */
  static final int VARIABLE = 65535;

  private final int number;
  private final String registered;
  private final int length;

  IpfixElement(int number, String registered, int length) {
    this.number = number;
    this.registered = registered;
    this.length = length;
  }

  int number() {
    return number;
  }

  /** Its name in the registry. */
  String registered() {
    return registered;
  }

  /** In bytes, or {@link #VARIABLE}. */
  int length() {
    return length;
  }
}
