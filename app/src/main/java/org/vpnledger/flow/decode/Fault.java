package org.vpnledger.flow.decode;

import java.util.List;

/** Why a packet was not understood to its end. What was read before holds. */
public enum Fault {
  /** It was. */
  NONE(0),
  /** It is neither IPv4 nor IPv6: nothing of it is known. */
  NOT_IP(1),
  /** It ends within its IP header: nothing of it is known. */
  SHORT_IP_HEADER(2),
  /** Its IP header says that it is shorter than an IP header is, or longer than the packet. */
  WRONG_HEADER_LENGTH(3),
  /** Its IP header says that it is longer than it was on the wire, or shorter than its header. */
  WRONG_TOTAL_LENGTH(4),
  /** Its extension headers are too many, or end outside of it. */
  WRONG_EXTENSIONS(5),
  /** It ends within the header of TCP, UDP, ICMP or SCTP. */
  SHORT_TRANSPORT_HEADER(6),
  /** A fragment's ports are not known, since its first fragment was not seen. */
  UNKNOWN_FRAGMENT(7),
  /** UDP says that it is longer than the packet, or shorter than its own header. */
  WRONG_UDP_LENGTH(8);

  private static final List<Fault> BY_CODE = List.of(values());

  private final int code;

  Fault(int code) {
    this.code = code;
  }

  /** A number of a byte for it. */
  int code() {
    return code;
  }

  /** What has that number. */
  static Fault of(int code) {
    return BY_CODE.get(code);
  }

  /** Whether even its addresses are unknown, so that no line can be written of it. */
  public boolean isFatal() {
    return this == NOT_IP || this == SHORT_IP_HEADER;
  }
}
