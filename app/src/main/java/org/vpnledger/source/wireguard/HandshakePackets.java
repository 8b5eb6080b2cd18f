package org.vpnledger.source.wireguard;

import java.util.Collection;
import java.util.List;
import org.vpnledger.kernel.packet.UdpFilter;
import org.vpnledger.kernel.packet.UdpFilter.Beginning;

/**
 * The packets of a handshake as they pass outside of the tunnel, drivers/net/wireguard/messages.h:
 * an initiation is of type 1 and a response of type 2, each in 32 bits, the first one first.
 *
 * <p>A response completes the handshake where it arrives. An initiation does not: it is answered,
 * and complete only with the first data that comes back, a round trip later.
 */
public final class HandshakePackets {
  private static final List<Beginning> BEGINNINGS =
      List.of(new Beginning(1, 148), new Beginning(2, 92));

  private HandshakePackets() {}

  /** Finds them by the ports that tunnels listen on. */
  public static UdpFilter at(Collection<Integer> listenPorts) {
    return UdpFilter.of(listenPorts, BEGINNINGS);
  }
}
