package org.vpnledger.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Units;
import org.vpnledger.store.DataFolder;

/** Whether anybody keeps the ledger. */
final class RunningDaemon implements Examination {
  private final Premises premises;

  RunningDaemon(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "daemon";
  }

  @Override
  public List<Finding> look() {
    DataFolder data = premises.data();
    if (data.isInUse()) {
      return List.of(running(data, premises.daemon()));
    }
    if (isHidden(data)) {
      return List.of(
          Finding.note(
              check(),
              data.path() + " is closed to you: whether a daemon runs cannot be seen",
              "run it as root, or join the group: usermod -aG vpnledger NAME"));
    }
    boolean first = !Files.exists(data.database());
    return List.of(
        Finding.problem(
            check(),
            first
                ? "nothing is logged: there is no ledger in " + data.path() + " yet"
                : "nothing is logged: no daemon keeps the ledger in " + data.path(),
            first
                ? "'vpnledger service install --now' begins one as a service, 'vpnledger run' in the"
                    + " foreground, both as root; --data-dir names one that is elsewhere"
                : "'systemctl start "
                    + premises.unit()
                    + "', or 'vpnledger run'; 'journalctl -u "
                    + premises.unit()
                    + "' says why it ended"));
  }

  /** A folder that may not be looked into, or a lock file that may not be read. */
  private static boolean isHidden(DataFolder data) {
    Path folder = data.path();
    return Files.exists(folder)
        && (!Files.isExecutable(folder)
            || (Files.exists(data.lockFile()) && !Files.isReadable(data.lockFile())));
  }

  private Finding running(DataFolder data, @Nullable ProcessRights daemon) {
    String who =
        daemon == null
            ? "runs"
            : "runs: process %s, %s of memory"
                .formatted(daemon.pid(), Units.bytes(daemon.residentBytes()));
    return Files.exists(data.controlSocket())
        ? Finding.ok(check(), who)
        : Finding.note(
            check(),
            who + "; it cannot be asked for readings (wg-stats-logger.sh)",
            "restart it; a socket's path has less than 108 bytes: " + data.controlSocket());
  }
}
