package org.vpnledger.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Units;
import org.vpnledger.service.Systemd;
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
          Finding.hidden(
              check(),
              data.path() + " is closed to you: whether a daemon runs cannot be seen",
              "run it as root, or join the group: usermod -aG vpnledger NAME"));
    }
    return List.of(
        Files.exists(data.database())
            ? Finding.problem(
                check(), "nothing is logged: no daemon keeps the ledger in " + data.path(), start())
            : Finding.problem(
                check(),
                "nothing is logged: there is no ledger in " + data.path() + " yet",
                begin() + "; --data-dir names a ledger that is elsewhere"));
  }

  private String start() {
    return Systemd.ofThisMachine() == null
        ? "start it: 'vpnledger run'; what started it before has its log, which says why it ended"
        : "systemctl start %1$s; 'journalctl -u %1$s' says why it ended".formatted(premises.unit());
  }

  private static String begin() {
    return Systemd.ofThisMachine() == null
        ? "'vpnledger run' begins one, as root"
        : "'vpnledger service install --now' begins one, as root; 'vpnledger run' in the foreground";
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
