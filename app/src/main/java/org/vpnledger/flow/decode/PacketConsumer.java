package org.vpnledger.flow.decode;

/** Takes packets that are decoded, one after the other. The object is the same for all of them. */
@FunctionalInterface
public interface PacketConsumer {
  /** One packet, whose addresses are known. */
  void packet(Packet packet);
}
