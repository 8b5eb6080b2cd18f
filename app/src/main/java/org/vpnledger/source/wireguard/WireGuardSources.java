package org.vpnledger.source.wireguard;

import java.nio.file.Path;
import java.time.Duration;
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

  /** The names of sources that may be there unconfigured, and so no others should have. */
  public static final Set<String> NAMES =
      Set.of(USERSPACE, KERNEL, CONTAINERS, HandshakeWatch.NAME, RefusalWatch.NAME);

  private WireGuardSources() {}

  /**
   * Every interface of this machine, each read by one source only: what the kernel does, by
   * netlink; what a process does, by its socket; and those of containers with a network of their
   * own.
   *
   * @param only of all of them only these interfaces; empty for all
   */
  public static List<Source> automatic(
      Set<String> only, Containers containers, Moments moments, ObservationClock clock) {
    InterfaceFilter filter = InterfaceFilter.only(only);
    return List.of(
        new ListeningSource(
            new UapiSource(
                USERSPACE,
                () -> UapiSource.DEFAULT_FOLDERS,
                filter,
                UapiSource.DEFAULT_TIMEOUT,
                clock),
            Place.HERE,
            moments),
        new ListeningSource(
            new NetlinkSource(
                KERNEL, Place.HERE, filter, NetlinkSource.DEFAULT_TIMEOUT, false, moments, clock),
            Place.HERE,
            moments),
        new ContainersSource(
            CONTAINERS, Set.of(USERSPACE, KERNEL, CONTAINERS), only, containers, moments, clock));
  }

  /** Everything in one place, as a source of that name. */
  public static Source everything(
      String name,
      Place place,
      Set<String> only,
      Duration timeout,
      Moments moments,
      ObservationClock clock) {
    Watched source = new WireGuardSource(name, place, only, timeout, moments, clock);
    return new ListeningSource(source, place, moments);
  }

  /** The kernel's in one place; that it has none is a failure. */
  public static Source kernel(
      String name,
      Place place,
      InterfaceFilter filter,
      Duration timeout,
      Moments moments,
      ObservationClock clock) {
    Watched source = new NetlinkSource(name, place, filter, timeout, true, moments, clock);
    return new ListeningSource(source, place, moments);
  }

  /** The sockets in a folder. */
  public static Source sockets(
      String name,
      Path folder,
      InterfaceFilter filter,
      Duration timeout,
      Moments moments,
      ObservationClock clock) {
    Watched source = new UapiSource(name, () -> List.of(folder), filter, timeout, clock);
    return new ListeningSource(source, Place.HERE, moments);
  }
}
