package org.vpnledger.source.wireguard;

import java.util.List;
import java.util.Set;
import org.vpnledger.container.Containers;
import org.vpnledger.source.Source;
import org.vpnledger.vpn.ObservationClock;

/** The ways of reading WireGuard that need no configuration. */
public final class WireGuardSources {
  private static final String USERSPACE = "uapi";

  /** Named after what is read and not how, so that tunnels keep their identity. */
  private static final String KERNEL = "kernel";

  private static final String CONTAINERS = "containers";

  private WireGuardSources() {}

  /**
   * Every interface of this machine, each read by one source only: what the kernel does, by
   * netlink; what a process does, by its socket; and those of containers with a network of their
   * own.
   */
  public static List<Source> automatic(Containers containers, ObservationClock clock) {
    return List.of(
        new UapiSource(
            USERSPACE,
            () -> UapiSource.DEFAULT_FOLDERS,
            InterfaceFilter.ALL,
            UapiSource.DEFAULT_TIMEOUT,
            clock),
        new NetlinkSource(
            KERNEL, Place.HERE, InterfaceFilter.ALL, NetlinkSource.DEFAULT_TIMEOUT, false, clock),
        new ContainersSource(CONTAINERS, Set.of(USERSPACE, KERNEL, CONTAINERS), containers, clock));
  }
}
