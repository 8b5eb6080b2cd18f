package org.vpnledger.kernel.packet;

import java.util.List;

/** What a filter's expression says of a packet. */
sealed interface Condition {
  /** Which end of a packet is meant. */
  enum End {
    SOURCE,
    DESTINATION,
    EITHER;

    List<End> ends() {
      return this == EITHER ? List.of(SOURCE, DESTINATION) : List.of(this);
    }
  }

  /** Both hold. */
  record And(Condition left, Condition right) implements Condition {}

  /** At least one holds. */
  record Or(Condition left, Condition right) implements Condition {}

  /** It does not hold. */
  record Not(Condition that) implements Condition {}

  /**
   * An address is in a network.
   *
   * @param address 1 word of IPv4, or 4 of IPv6, the bits after the prefix zero
   */
  record In(End end, List<Integer> address, int prefix) implements Condition {}

  /** A port is in a range. */
  record Port(End end, int from, int to) implements Condition {}

  /** The protocol is this one, by IANA's number. */
  record Protocol(int number) implements Condition {}

  /** It is IPv4 or IPv6. */
  record Version(int version) implements Condition {}
}
