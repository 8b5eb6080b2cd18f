package org.vpnledger.flow.capture;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.InterfaceIndex;
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
  public Tap.@Nullable Found find() throws IOException {
    int index = InterfaceIndex.of(name);
    return index == 0 ? null : new Tap.Found("own", index);
  }

  @Override
  public PacketRing open(Tap.Found found, RingSize size, PacketFilter filter) throws IOException {
    return PacketRing.open(found.index(), size, filter);
  }
}
