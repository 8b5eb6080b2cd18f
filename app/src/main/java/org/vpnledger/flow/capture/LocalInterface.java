package org.vpnledger.flow.capture;

import java.io.IOException;
import java.net.NetworkInterface;
import org.vpnledger.kernel.packet.PacketFilter;
import org.vpnledger.kernel.packet.PacketRing;
import org.vpnledger.kernel.packet.RingSize;

/**
 * An interface of this process' network namespace.
 *
 * @param name as {@code ip link} shows it
 */
public record LocalInterface(String name) implements Tap.Interface {
  @Override
  public int index() throws IOException {
    NetworkInterface found = NetworkInterface.getByName(name);
    return found == null ? 0 : found.getIndex();
  }

  @Override
  public PacketRing open(int index, RingSize size, PacketFilter filter) throws IOException {
    return PacketRing.open(index, size, filter);
  }
}
