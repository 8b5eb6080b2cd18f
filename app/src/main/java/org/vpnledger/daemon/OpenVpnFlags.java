package org.vpnledger.daemon;

import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.ServerName;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.source.wireguard.WireGuardSources;
import picocli.CommandLine.Option;

/** OpenVPN servers that are read besides those of the settings. */
final class OpenVpnFlags {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--openvpn-status",
      paramLabel = "FILE",
      description = "an OpenVPN server's status file, read as well; may be given several times")
  List<Path> files = new ArrayList<>();

  @Option(
      names = "--openvpn-management",
      paramLabel = "ADDRESS",
      description =
          "an OpenVPN server's management interface, ADDRESS:PORT or unix:/PATH, read as well; may"
              + " be given several times")
  List<String> addresses = new ArrayList<>();

  /**
   * As sources.
   *
   * @param configured which have their names and files already
   */
  List<SourceSettings> sources(List<SourceSettings> configured) {
    Set<String> names = new HashSet<>(WireGuardSources.NAMES);
    Set<Object> read = new HashSet<>();
    for (SourceSettings one : configured) {
      names.add(one.name());
      if (one instanceof SourceSettings.OpenVpnStatus server) {
        read.add(server.file().toAbsolutePath().normalize());
      } else if (one instanceof SourceSettings.OpenVpnManagement server) {
        read.add(server.address());
      }
    }
    List<SourceSettings> sources = new ArrayList<>();
    for (Path file : files) {
      if (file.toString().isBlank()) {
        throw new Complaint("--openvpn-status: expected the server's status file, found nothing");
      }
      Path absolute = file.toAbsolutePath().normalize();
      if (!read.add(absolute)) {
        throw new Complaint(
            "--openvpn-status " + file + ": another source reads this file already");
      }
      sources.add(
          new SourceSettings.OpenVpnStatus(
              unique(ServerName.of(absolute), names), List.of(), TIMEOUT, absolute));
    }
    for (String text : addresses) {
      SocketAddress address = SourceSettings.OpenVpnManagement.address(text);
      if (address == null) {
        throw new Complaint(
            "--openvpn-management "
                + text
                + ": expected "
                + SourceSettings.OpenVpnManagement.EXPECTED);
      }
      if (!read.add(address)) {
        throw new Complaint(
            "--openvpn-management " + text + ": another source reads this address already");
      }
      sources.add(
          new SourceSettings.OpenVpnManagement(
              unique(ServerName.of(address), names),
              List.of(),
              TIMEOUT,
              address,
              Optional.empty()));
    }
    return sources;
  }

  private static String unique(String first, Set<String> taken) {
    String name = first;
    for (int number = 2; !taken.add(name); number++) {
      name = first + "-" + number;
    }
    return name;
  }
}
