package org.vpnledger.flow.decode;

/**
 * The ports of packets that come in fragments: only the first one has them. A table of a fixed size
 * in which a newer packet takes an older one's place, so that no flood of first fragments costs
 * memory.
 */
final class Fragments {
  private static final int PLACES = 4096;
  private static final int WORDS = 6;
  private static final int PORTS = 5;

  /** An IP stack gives up on a packet after 30 s or so (RFC 8200: 60 s), and numbers come again. */
  private static final long KEPT_NS = 60_000_000_000L;

  /** Of every key, so that none is that of a place where nothing is. */
  private static final long TAKEN = 1L << 62;

  private static final long NOTHING = -1;
  private static final long NO_PORTS = 0xffff_ffffL << 1; // more than two ports can be

  private long[] table = new long[0]; // made when the first fragment comes
  private final long[] sought = new long[PORTS];

  void remember(Packet packet, int identification) {
    if (table.length == 0) {
      table = new long[PLACES * (WORDS + 1)];
    }
    int at = place(packet, identification);
    System.arraycopy(sought, 0, table, at, PORTS);
    boolean known = packet.srcPort >= 0;
    table[at + PORTS] = known ? (long) packet.srcPort << 16 | packet.dstPort : NO_PORTS;
    table[at + WORDS] = packet.timestampNs;
  }

  /** The two ports, the source's in the higher 16 bits, or a negative number if not known. */
  long recall(Packet packet, int identification) {
    if (table.length == 0) {
      return NOTHING;
    }
    int at = place(packet, identification);
    for (int i = 0; i < PORTS; i++) {
      if (table[at + i] != sought[i]) {
        return NOTHING;
      }
    }
    boolean fresh = Math.abs(packet.timestampNs - table[at + WORDS]) <= KEPT_NS;
    return fresh ? table[at + PORTS] : NOTHING;
  }

  /** Whether a first fragment was seen that had no ports: then there is nothing to miss. */
  static boolean hasNone(long ports) {
    return ports == NO_PORTS;
  }

  /** Where in the table the packet belongs, its key in {@link #sought}. */
  private int place(Packet packet, int identification) {
    sought[0] = packet.srcHigh;
    sought[1] = packet.srcLow;
    sought[2] = packet.dstHigh;
    sought[3] = packet.dstLow;
    // IPv4 counts for each protocol, RFC 791. In IPv6 a later fragment's next header may differ
    // from
    // the first one's, its number may not.
    sought[4] =
        TAKEN
            | Integer.toUnsignedLong(identification) << 16
            | (packet.ipv4 ? (long) packet.protocol << 8 : 0)
            | (long) packet.direction.code() << 1
            | (packet.ipv4 ? 1 : 0);
    long hash = 0;
    for (long word : sought) {
      hash = (hash ^ word) * 0x9e3779b97f4a7c15L;
      hash ^= hash >>> 32;
    }
    return (int) (hash & (PLACES - 1)) * (WORDS + 1);
  }
}
