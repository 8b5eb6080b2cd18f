package org.vpnledger.kernel.packet;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds UDP packets to or from some ports by how they begin. Counted from the network header:
 *
 * <pre>
 * IPv4:  [0] version, header length in words   [6] flags, fragment offset   [9] protocol
 * IPv6:  [0] version                           [6] next header              40 bytes in all
 * UDP behind it:  [0] source port  [2] destination port  [4] length with these 8  [8] payload
 * </pre>
 *
 * <p>Later fragments have no UDP header, and IPv6 with extension headers is not looked into: a few
 * matches may be missed, none is found that is not one.
 */
public final class UdpFilter {
  /** With more ports than that, any port is right: so many comparisons would cost too much. */
  static final int MOST_PORTS = 256;

  private static final int VERSION = 0xf0;
  private static final int IPV4 = 0x40;
  private static final int IPV6 = 0x60;
  private static final int IPV6_HEADER = 40;
  private static final int FRAGMENT_OFFSET = 0x1fff;
  private static final int UDP = 17;
  private static final int UDP_HEADER = 8;

  private final Program program;

  private UdpFilter(Program program) {
    this.program = program;
  }

  /**
   * How a payload begins, and how long it is.
   *
   * @param firstWord its first four bytes as a number, the first one counting least
   * @param payloadBytes all of it
   */
  public record Beginning(int firstWord, int payloadBytes) {
    public Beginning {
      if (payloadBytes < 4 || payloadBytes > 0xffff - UDP_HEADER) {
        throw new IllegalArgumentException("a payload of " + payloadBytes + " bytes");
      }
    }
  }

  /**
   * Finds packets with one of these ports, whichever side's, and one of these beginnings.
   *
   * @param ports 0 to 65535
   */
  public static UdpFilter of(Collection<Integer> ports, Collection<Beginning> beginnings) {
    if (ports.stream().anyMatch(port -> port < 0 || port > 0xffff)) {
      throw new IllegalArgumentException("not ports: " + ports);
    }
    Assembler assembler = new Assembler();
    findUdp(assembler);
    TreeSet<Integer> sorted = new TreeSet<>(ports);
    if (sorted.size() <= MOST_PORTS) {
      for (int side : List.of(2, 0)) {
        assembler.then(Instruction.LOAD_HALF_FROM_X, side);
        sorted.forEach(port -> assembler.jumpIfEqual(port, "payload"));
      }
      assembler.jump("none");
    }
    assembler.label("payload");
    int number = 0;
    for (Beginning beginning : beginnings) {
      String next = "beginning " + ++number;
      assembler
          .then(Instruction.LOAD_WORD_FROM_X, UDP_HEADER)
          .jumpIfEqual(Integer.reverseBytes(beginning.firstWord()), "length " + number)
          .jump(next)
          .label("length " + number)
          .then(Instruction.LOAD_HALF_FROM_X, 4)
          .jumpIfEqual(UDP_HEADER + beginning.payloadBytes(), "match")
          .label(next);
    }
    assembler.label("none").then(Instruction.RETURN, 0);
    assembler.label("match").then(Instruction.RETURN, 1);
    return new UdpFilter(assembler.assemble());
  }

  /** Sets X to where the UDP header begins. */
  private static void findUdp(Assembler assembler) {
    assembler
        .then(Instruction.LOAD_BYTE, 0)
        .then(Instruction.AND, VERSION)
        .jumpIfEqual(IPV4, "IPv4")
        .jumpIfEqual(IPV6, "IPv6")
        .jump("none")
        .label("IPv6")
        .then(Instruction.X_NUMBER, IPV6_HEADER)
        .then(Instruction.LOAD_BYTE, 6)
        .jumpIfEqual(UDP, "UDP")
        .jump("none")
        .label("IPv4")
        .then(Instruction.X_HEADER_LENGTH, 0)
        .then(Instruction.LOAD_HALF, 6)
        .jumpIfAnyBit(FRAGMENT_OFFSET, "none")
        .then(Instruction.LOAD_BYTE, 9)
        .jumpIfEqual(UDP, "UDP")
        .jump("none")
        .label("UDP");
  }

  Program program() {
    return program;
  }
}
