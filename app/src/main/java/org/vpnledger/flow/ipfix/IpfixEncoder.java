package org.vpnledger.flow.ipfix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.FlowRecord;

/**
 * Makes messages of flows, RFC 7011. All numbers are big endian.
 *
 * <pre>
 * message (3.1)                     set (3.3.2)
 *  0  version, 10     u16            0  2 for templates, else a template's id   u16
 *  2  length          u16            2  length, these four bytes included       u16
 *  4  export time     u32, s         4  records, one after the other, no padding
 *  8  sequence        u32
 * 12  domain          u32           template (3.4.1)
 * 16  sets                           0  id                    u16
 *                                    2  how many elements     u16
 *                                    4  each: number u16, length u16 (65535: variable)
 * </pre>
 *
 * Not for several threads.
 */
final class IpfixEncoder {
  /** A message of so many bytes takes any record, and all templates. */
  static final int LEAST_BYTES = 768;

  /** What the length in the header can say. */
  static final int MOST_BYTES = 65535;

  private static final int VERSION = 10;
  private static final int HEADER = 16;
  private static final int SET_HEADER = 4;
  private static final int SET_LENGTH = 2; // its place in a set
  private static final int LENGTH = 2; // its place in a message
  private static final int TEMPLATES = 2;
  private static final int MOST_TEXT = 254; // from 255 on a length takes three bytes (7)
  private static final byte[] NOTHING = {};

  private final int domain;
  private final boolean names;
  private final int mostBytes;
  private final List<IpfixTemplate> templates;
  private final int[] fixed;
  private ByteBuffer buffer;
  private int records;
  private int open = -1; // the template whose set is being filled
  private int set; // where that set begins

  /**
   * Nothing is in its first message yet.
   *
   * @param domain the observation domain's id, of 32 bits
   * @param names whether interfaces and users are named
   * @param mostBytes of a message, {@link #LEAST_BYTES} to {@link #MOST_BYTES}
   */
  IpfixEncoder(long domain, boolean names, int mostBytes) {
    if (mostBytes < LEAST_BYTES || mostBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a message has %d to %d bytes".formatted(LEAST_BYTES, MOST_BYTES));
    }
    this.domain = (int) domain;
    this.names = names;
    this.mostBytes = mostBytes;
    this.templates = IpfixTemplate.all(names);
    this.fixed = templates.stream().mapToInt(IpfixTemplate::fixedBytes).toArray();
    this.buffer = begun();
  }

  private ByteBuffer begun() {
    return ByteBuffer.allocate(mostBytes)
        .putShort((short) VERSION)
        .putShort((short) 0) // the length, when it is known
        .putInt(0) // the time and the sequence number, when it is sent
        .putInt(0)
        .putInt(domain);
  }

  private static IpfixMessage ended(ByteBuffer buffer, int records) {
    return new IpfixMessage(buffer.putShort(LENGTH, (short) buffer.position()).flip(), records);
  }

  /** A message of all templates, which precedes any record. */
  IpfixMessage templates() {
    ByteBuffer to = begun();
    to.putShort((short) TEMPLATES).putShort((short) 0);
    for (IpfixTemplate template : templates) {
      to.putShort((short) template.id()).putShort((short) template.elements().size());
      for (IpfixElement element : template.elements()) {
        to.putShort((short) element.number()).putShort((short) element.length());
      }
    }
    to.putShort(HEADER + SET_LENGTH, (short) (to.position() - HEADER));
    return ended(to, 0);
  }

  /** Whether the message has no record yet. */
  boolean isEmpty() {
    return records == 0;
  }

  /** Adds a record; false if the message has no room for it, and is to be taken first. */
  boolean add(FlowRecord flow) {
    int index = IpfixTemplate.indexOf(flow);
    byte[] tunnel = names ? text(flow.tunnel()) : NOTHING;
    byte[] user = names ? text(user(flow)) : NOTHING;
    int needed =
        (index == open ? 0 : SET_HEADER)
            + fixed[index]
            + (names ? 2 + tunnel.length + user.length : 0);
    if (needed > buffer.remaining()) {
      return false;
    }
    if (index != open) {
      endSet();
      open = index;
      set = buffer.position();
      buffer.putShort((short) templates.get(index).id()).putShort((short) 0);
    }
    for (IpfixElement element : templates.get(index).elements()) {
      write(element, flow, tunnel, user);
    }
    records++;
    return true;
  }

  private void endSet() {
    if (open >= 0) {
      buffer.putShort(set + SET_LENGTH, (short) (buffer.position() - set));
      open = -1;
    }
  }

  /** What was added, as a message; the next one begins. */
  IpfixMessage take() {
    endSet();
    IpfixMessage message = ended(buffer, records);
    buffer = begun();
    records = 0;
    return message;
  }

  private void write(IpfixElement element, FlowRecord flow, byte[] tunnel, byte[] user) {
    ByteBuffer to = buffer;
    switch (element) {
      case FLOW_START_MILLISECONDS -> to.putLong(millis(flow.startNs()));
      case FLOW_END_MILLISECONDS -> to.putLong(millis(flow.endNs()));
      case SOURCE_IPV4_ADDRESS -> to.putInt((int) flow.src().low());
      case DESTINATION_IPV4_ADDRESS -> to.putInt((int) flow.dst().low());
      case SOURCE_IPV6_ADDRESS -> to.putLong(flow.src().high()).putLong(flow.src().low());
      case DESTINATION_IPV6_ADDRESS -> to.putLong(flow.dst().high()).putLong(flow.dst().low());
      case SOURCE_TRANSPORT_PORT -> to.putShort(port(flow.srcPort()));
      case DESTINATION_TRANSPORT_PORT, ICMP_TYPE_CODE_IPV4, ICMP_TYPE_CODE_IPV6 ->
          to.putShort(port(flow.dstPort()));
      case TCP_CONTROL_BITS -> to.put((byte) flow.tcpFlags());
      case PROTOCOL_IDENTIFIER -> to.put((byte) flow.protocol());
      case PACKET_DELTA_COUNT -> to.putLong(flow.packets());
      case OCTET_DELTA_COUNT -> to.putLong(flow.bytes());
      case FLOW_DIRECTION -> to.put((byte) (flow.direction() == Direction.TX ? 1 : 0));
      case INTERFACE_NAME -> to.put((byte) tunnel.length).put(tunnel);
      case USER_NAME -> to.put((byte) user.length).put(user);
    }
  }

  private static long millis(long nanos) {
    return Math.floorDiv(nanos, 1_000_000L);
  }

  /** Protocols without ports have 0, as everybody writes it. */
  private static short port(int port) {
    return (short) (port == FlowRecord.NO_PORT ? 0 : port);
  }

  /** The peer's name, or what it is known by. */
  private static String user(FlowRecord flow) {
    String name = flow.name();
    String peer = flow.peer();
    return name != null ? name : peer != null ? peer : "";
  }

  /** In UTF-8, cut between characters if it is too long. */
  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MOST_TEXT) {
      return bytes;
    }
    int end = MOST_TEXT;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }
}
