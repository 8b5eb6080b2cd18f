package org.vpnledger.flow;

import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;

/**
 * The packets of one 5-tuple in one direction, of a window of time: one line of the flow log. Bytes
 * are those of IP packets, headers included, without what the tunnel adds.
 *
 * @param startNs when its first packet passed, in ns since 1970
 * @param endNs when its last one did
 * @param gateway whose ledger it belongs to
 * @param tunnel the interface
 * @param peer the peer's public key or common name, absent if its address is nobody's
 * @param name what the peer was called then, absent if it had no name
 * @param direction whether the gateway received or sent it
 * @param protocol IANA's number
 * @param src where it comes from; an address of 100::/64 stands for one that is not told (hashed)
 * @param srcPort 0 to 65535, or {@link #NO_PORT}
 * @param dst where it goes
 * @param dstPort 0 to 65535, or {@link #NO_PORT}; of ICMP type * 256 + code, as NetFlow has it
 * @param host what the peer had looked up and got the other side's address for, absent if nothing
 * @param packets how many
 * @param bytes of all of them
 * @param tcpFlags all that were seen, RFC 9293: 1 FIN, 2 SYN, 4 RST, 8 PSH, 16 ACK, 32 URG
 */
public record FlowRecord(
    long startNs,
    long endNs,
    String gateway,
    String tunnel,
    @Nullable String peer,
    @Nullable String name,
    Direction direction,
    int protocol,
    Address src,
    int srcPort,
    Address dst,
    int dstPort,
    @Nullable String host,
    long packets,
    long bytes,
    int tcpFlags) {

  /** Of a protocol that has none. */
  public static final int NO_PORT = -1;

  /** The first line of a flow log. */
  public static final String HEADER =
      "start_ns,end_ns,gateway,tunnel,peer,name,direction,protocol,src,src_port,dst,dst_port,"
          + "host,packets,bytes,tcp_flags";
}
