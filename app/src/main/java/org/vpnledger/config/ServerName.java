package org.vpnledger.config;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** What an OpenVPN server is called that nobody gave a name, however it was configured. */
public final class ServerName {
  private static final String ANY = "openvpn";
  private static final int LONGEST = 28; // of the 32 that a source's name may have

  private ServerName() {}

  /** By its status file, as distributions call it: {@code status-office.log}; else openvpn. */
  public static String of(Path file) {
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString().replaceFirst("\\.[A-Za-z]+$", "");
    name = name.replaceFirst("^(openvpn-?)?(status|management)-?", "");
    name = name.replaceFirst("[-.](status|management)$", "").replaceAll("[^A-Za-z0-9._-]", "_");
    return name.isEmpty() ? ANY : name.substring(0, Math.min(name.length(), LONGEST));
  }

  /** By its management interface: only a Unix socket has a name. */
  public static String of(SocketAddress management) {
    return management instanceof UnixDomainSocketAddress unix ? of(unix.getPath()) : ANY;
  }
}
