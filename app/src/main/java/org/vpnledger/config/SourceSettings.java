package org.vpnledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One {@code [[source]]}: a way of reading tunnels. */
public sealed interface SourceSettings {
  /** Unique; part of each tunnel's identity. */
  String name();

  /** Only these interfaces; empty for all. */
  List<String> interfaces();

  /** How long one read may take. */
  Duration timeout();

  /**
   * Sockets of WireGuard implementations in user space.
   *
   * @param directory where {@code INTERFACE.sock} are
   */
  record Uapi(String name, List<String> interfaces, Duration timeout, Path directory)
      implements SourceSettings {
    public Uapi {
      interfaces = List.copyOf(interfaces);
    }
  }

  /**
   * Any command that prints what {@code wg show all dump} does.
   *
   * @param command program and arguments; no shell is involved
   */
  record Command(String name, List<String> interfaces, Duration timeout, List<String> command)
      implements SourceSettings {
    public Command {
      interfaces = List.copyOf(interfaces);
      command = List.copyOf(command);
    }
  }
}
