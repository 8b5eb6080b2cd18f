package org.vpnledger.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.SourceSettings;
import picocli.CommandLine.Option;

/** OpenVPN servers that are read besides those of the settings. */
final class OpenVpnFlags {
  private static final int LONGEST_NAME = 28; // of the 32 that a source's name may have

  @Option(
      names = "--openvpn-status",
      paramLabel = "FILE",
      description = "an OpenVPN server's status file, read as well; may be given several times")
  List<Path> files = new ArrayList<>();

  /**
   * As sources.
   *
   * @param configured which have their names and files already
   */
  List<SourceSettings> sources(List<SourceSettings> configured) {
    Set<String> names = new HashSet<>();
    Set<Path> read = new HashSet<>();
    for (SourceSettings one : configured) {
      names.add(one.name());
      if (one instanceof SourceSettings.OpenVpnStatus server) {
        read.add(server.file().toAbsolutePath().normalize());
      }
    }
    List<SourceSettings> sources = new ArrayList<>();
    for (Path file : files) {
      Path absolute = file.toAbsolutePath().normalize();
      if (!read.add(absolute)) {
        throw new Complaint(
            "--openvpn-status " + file + ": another source reads this file already");
      }
      String first = name(absolute);
      String name = first;
      for (int number = 2; !names.add(name); number++) {
        name = first + "-" + number;
      }
      sources.add(
          new SourceSettings.OpenVpnStatus(name, List.of(), Duration.ofSeconds(10), absolute));
    }
    return sources;
  }

  /** The server's, as distributions call its file: {@code status-office.log}; else openvpn. */
  private static String name(Path file) {
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString().replaceFirst("\\.[A-Za-z]+$", "");
    name = name.replaceFirst("^(openvpn-?)?status-?", "").replaceFirst("[-.]status$", "");
    name = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return name.isEmpty() ? "openvpn" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }
}
