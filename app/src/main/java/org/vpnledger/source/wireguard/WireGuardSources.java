package org.vpnledger.source.wireguard;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.vpnledger.source.Source;
import org.vpnledger.vpn.ObservationClock;

/** The ways of reading WireGuard that need no configuration. */
public final class WireGuardSources {
  private static final String USERSPACE = "uapi";

  /** Named after what is read and not how, so that tunnels keep their identity with netlink. */
  private static final String KERNEL = "kernel";

  private static final List<String> DUMP = List.of("wg", "show", "all", "dump");

  private WireGuardSources() {}

  /**
   * Every interface of this machine, each read by one source only.
   *
   * @param only the interfaces to read, all when empty
   */
  public static List<Source> automatic(Set<String> only, ObservationClock clock) {
    return automatic(only, UapiSource.DEFAULT_FOLDER, Links.LOCAL, DUMP, clock);
  }

  static List<Source> automatic(
      Set<String> only, Path sockets, Links links, List<String> dump, ObservationClock clock) {
    UapiSource userspace =
        new UapiSource(
            USERSPACE, sockets, InterfaceFilter.only(only), UapiSource.DEFAULT_TIMEOUT, clock);
    // The netlink source takes this command's place: it needs no wg, no process at every look, and
    // no private keys in a pipe. The command then remains for where netlink is refused. A socket
    // that
    // a dead process left behind hides no kernel interface of that name for long: wg removes it.
    CommandSource command =
        new CommandSource(
            KERNEL,
            dump,
            new InterfaceFilter(only, userspace::interfaces),
            CommandSource.DEFAULT_TIMEOUT,
            links,
            clock);
    return List.of(userspace, new KernelCommandSource(command, links));
  }
}
