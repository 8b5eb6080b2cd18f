package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the daemon listens where the settings say, for Prometheus and for probes; or who else may
 * have the port. From proc(5): of {@code /proc/PID/net/tcp} the second field is the address, the
 * fourth the state, in hexadecimal digits, the tenth the socket's inode.
 */
final class OpenListeners implements Examination {
  private static final String LISTENING = "0A";

  private final Premises premises;

  OpenListeners(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "listener";
  }

  @Override
  public List<Finding> look() throws IOException {
    ProcessRights daemon = premises.daemon();
    List<Finding> findings = new ArrayList<>();
    if (daemon == null) {
      return findings; // that none runs is told already
    }
    for (String address :
        List.of(premises.settings().web().listen(), premises.settings().web().healthListen())) {
      if (!address.equals("none")) {
        findings.add(at(address, premises.at("/proc/" + daemon.pid())));
      }
    }
    return findings;
  }

  private Finding at(String address, Path process) throws IOException {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    Set<String> listening = listening(process, port);
    if (!Files.isReadable(process.resolve("fd"))) {
      return Finding.hidden(
          check(), "whether the daemon has " + address + " cannot be seen", "run it as root");
    }
    Set<String> own = sockets(process);
    if (listening.stream().anyMatch(own::contains)) {
      return Finding.ok(check(), "the daemon answers at " + address);
    }
    return listening.isEmpty()
        ? Finding.note(
            check(),
            "nobody listens at " + address,
            "the daemon was started with another --listen, or its log says why; it tries again")
        : Finding.problem(
            check(),
            "another program has " + address + ": metrics and health are not the daemon's",
            "stop the other exporter ('ss -ltnp' shows it), or give the daemon another place with"
                + " listen");
  }

  private static Set<String> listening(Path process, int port) throws IOException {
    Set<String> inodes = new HashSet<>();
    String wanted = ":%04X".formatted(port);
    for (String table : List.of("net/tcp", "net/tcp6")) {
      Path file = process.resolve(table);
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          String[] fields = line.strip().split(" +", -1);
          if (fields.length > 9 && fields[1].endsWith(wanted) && fields[3].equals(LISTENING)) {
            inodes.add("socket:[" + fields[9] + "]");
          }
        }
      }
    }
    return inodes;
  }

  private static Set<String> sockets(Path process) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path one : all) {
        sockets.add(target(one));
      }
    }
    return sockets;
  }

  /** Empty for one that was closed just now. */
  private static String target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
