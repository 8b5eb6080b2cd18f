package org.vpnledger.flow.decode;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.vpnledger.flow.Direction;
import org.vpnledger.vpn.Address;

/**
 * What one packet says. One such object is filled again and again, since millions pass in a second:
 * who wants to keep something of it takes that out.
 *
 * <p>IPv4 addresses are held as RFC 4291 (2.5.5.2) maps them, like {@link Address}.
 */
public final class Packet {
  /** Of a protocol that has none, or that are not known. */
  public static final int NO_PORT = -1;

  /** Hardly a packet has any: this one list says so without being asked. */
  static final List<DnsMessage> NO_DNS = List.of();

  static final long MAPPED = 0xffff_0000_0000L;

  int source;
  long timestampNs;
  Direction direction = Direction.UNKNOWN;
  boolean ipv4;
  long srcHigh;
  long srcLow;
  long dstHigh;
  long dstLow;
  int protocol;
  int srcPort = NO_PORT;
  int dstPort = NO_PORT;
  int icmp = NO_PORT;
  int tcpFlags;
  int tcpSequence;
  int size;
  Fault fault = Fault.NONE;
  MemorySegment memory = MemorySegment.NULL;
  long payloadAt;
  int payloadBytes;
  int payloadCaptured;
  List<DnsMessage> dns = NO_DNS;

  /** Which interface or file it comes from, by a number that the reader of packets gave. */
  public int source() {
    return source;
  }

  /** When it passed, in ns since 1970. */
  public long timestampNs() {
    return timestampNs;
  }

  /** Which way it went through the tunnel. */
  public Direction direction() {
    return direction;
  }

  /** Whether it is IPv4 and not IPv6. */
  public boolean isIpv4() {
    return ipv4;
  }

  /** The first 64 bits of where it comes from. */
  public long srcHigh() {
    return srcHigh;
  }

  /** The last 64 bits of where it comes from. */
  public long srcLow() {
    return srcLow;
  }

  /** The first 64 bits of where it goes. */
  public long dstHigh() {
    return dstHigh;
  }

  /** The last 64 bits of where it goes. */
  public long dstLow() {
    return dstLow;
  }

  /** IANA's number of what it carries, behind IPv6's extension headers. */
  public int protocol() {
    return protocol;
  }

  /** 0 to 65535, or {@link #NO_PORT}. */
  public int srcPort() {
    return srcPort;
  }

  /** 0 to 65535, or {@link #NO_PORT}. */
  public int dstPort() {
    return dstPort;
  }

  /** Of ICMP and ICMPv6 type * 256 + code, otherwise {@link #NO_PORT}. */
  public int icmp() {
    return icmp;
  }

  /** Of TCP its flags, otherwise 0. */
  public int tcpFlags() {
    return tcpFlags;
  }

  /** Of TCP its sequence number. */
  public int tcpSequence() {
    return tcpSequence;
  }

  /** The bytes of the IP packet, headers included, as it was on the wire. */
  public int size() {
    return size;
  }

  /** Why it was not understood to its end. */
  public Fault fault() {
    return fault;
  }

  /** What it lies in. */
  public MemorySegment memory() {
    return memory;
  }

  /** Where in {@link #memory} that begins which TCP or UDP carry. */
  public long payloadAt() {
    return payloadAt;
  }

  /** How much of that there was on the wire. */
  public int payloadBytes() {
    return payloadBytes;
  }

  /** How much of that is there. */
  public int payloadCaptured() {
    return payloadCaptured;
  }

  /** The messages of DNS that end with it, if they are read. */
  public List<DnsMessage> dns() {
    return dns;
  }

  /** Whether there are any, which is asked of every packet. */
  @SuppressWarnings("ReferenceEquality") // millions ask, and a call may be another class'
  public boolean hasDns() {
    return dns != NO_DNS;
  }

  /** Where it comes from. */
  public Address src() {
    return new Address(srcHigh, srcLow);
  }

  /** Where it goes. */
  public Address dst() {
    return new Address(dstHigh, dstLow);
  }
}
