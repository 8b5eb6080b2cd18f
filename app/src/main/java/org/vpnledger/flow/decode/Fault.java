package org.vpnledger.flow.decode;

/** Why a packet was not understood to its end. What was read before holds. */
public enum Fault {
  /** It was. */
  NONE,
  /** It is neither IPv4 nor IPv6: nothing of it is known. */
  NOT_IP,
  /** It ends within its IP header: nothing of it is known. */
  SHORT_IP_HEADER,
  /** Its IP header says that it is shorter than an IP header is, or longer than the packet. */
  WRONG_HEADER_LENGTH,
  /** Its IP header says that it is longer than it was on the wire, or shorter than its header. */
  WRONG_TOTAL_LENGTH,
  /** Its extension headers are too many, or end outside of it. */
  WRONG_EXTENSIONS,
  /** It ends within the header of TCP, UDP, ICMP or SCTP. */
  SHORT_TRANSPORT_HEADER,
  /** A fragment's ports are not known, since its first fragment was not seen. */
  UNKNOWN_FRAGMENT;

  /** Whether even its addresses are unknown, so that no line can be written of it. */
  public boolean isFatal() {
    return this == NOT_IP || this == SHORT_IP_HEADER;
  }
}
