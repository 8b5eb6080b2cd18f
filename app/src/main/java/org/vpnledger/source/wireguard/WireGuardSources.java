package org.vpnledger.source.wireguard;

import java.util.List;
import java.util.Set;
import org.vpnledger.source.Source;
import org.vpnledger.vpn.ObservationClock;

/** The ways of reading WireGuard that need no configuration. */
public final class WireGuardSources {
  private static final String USERSPACE = "uapi";

  /** Named after what is read and not how, so that tunnels keep their identity. */
  private static final String KERNEL = "kernel";

  private WireGuardSources() {}

  /**
   * Every interface of this machine, each read by one source only: what the kernel does, by
   * netlink; what a process does, by its socket.
   *
   * @param only the interfaces to read, all when empty
   */
  public static List<Source> automatic(Set<String> only, ObservationClock clock) {
    InterfaceFilter filter = InterfaceFilter.only(only);
    return List.of(
        new UapiSource(
            USERSPACE, () -> UapiSource.DEFAULT_FOLDERS, filter, UapiSource.DEFAULT_TIMEOUT, clock),
        new NetlinkSource(KERNEL, Place.HERE, filter, NetlinkSource.DEFAULT_TIMEOUT, false, clock));
  }
}
