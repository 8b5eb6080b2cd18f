package org.vpnledger.vpn;

/**
 * Packets that a tunnel's interface lost since it came into being, in the kernel's counting: for
 * WireGuard an error is a packet that could not be sent or was malformed, and one is dropped that
 * nobody's allowed networks claim, or for which a queue had no room.
 */
public record LinkTroubles(long rxErrors, long txErrors, long rxDropped, long txDropped) {
  public LinkTroubles {
    if (rxErrors < 0 || txErrors < 0 || rxDropped < 0 || txDropped < 0) {
      throw new IllegalArgumentException("a negative count of packets");
    }
  }
}
