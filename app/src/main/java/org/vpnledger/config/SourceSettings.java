package org.vpnledger.config;

import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One {@code [[source]]}: a way of reading tunnels. */
public sealed interface SourceSettings {
  /** Unique; part of each tunnel's identity. */
  String name();

  /** Only these interfaces; empty for all. */
  List<String> interfaces();

  /** How long one read may take. */
  Duration timeout();

  /**
   * Whatever WireGuard there is: the kernel's, and implementations in user space.
   *
   * @param netns a namespace's name or file, a process id, a container; empty for the daemon's own
   */
  record WireGuard(String name, List<String> interfaces, Duration timeout, String netns)
      implements SourceSettings {
    public WireGuard {
      interfaces = List.copyOf(interfaces);
    }
  }

  /**
   * The kernel's WireGuard only: that it has none is a failure.
   *
   * @param netns as that of {@link WireGuard}
   */
  record Netlink(String name, List<String> interfaces, Duration timeout, String netns)
      implements SourceSettings {
    public Netlink {
      interfaces = List.copyOf(interfaces);
    }
  }

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
   * An OpenVPN server by its status file.
   *
   * @param interfaces means nothing here
   * @param file as the server's {@code status} option names it
   */
  record OpenVpnStatus(String name, List<String> interfaces, Duration timeout, Path file)
      implements SourceSettings {
    public OpenVpnStatus {
      interfaces = List.copyOf(interfaces);
    }
  }

  /**
   * An OpenVPN server by its management interface.
   *
   * @param interfaces means nothing here
   * @param address as the server's {@code management} option gives it; not resolved yet
   * @param password the file that has the interface's password, as that option names it
   */
  record OpenVpnManagement(
      String name,
      List<String> interfaces,
      Duration timeout,
      SocketAddress address,
      Optional<Path> password)
      implements SourceSettings {
    /** What an address may look like. */
    public static final String EXPECTED = new Kind.Socket().expected();

    public OpenVpnManagement {
      interfaces = List.copyOf(interfaces);
    }

    /** Reads an address as the settings have it; absent if it is none. */
    public static @Nullable SocketAddress address(String text) {
      return new Kind.Socket().read(text, Path.of("").toAbsolutePath());
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
