package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.config.Settings;
import org.vpnledger.files.BandwidthFiles;
import org.vpnledger.report.Units;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.ReadingRow;

/** Whether the bandwidth files are written, and how much room they take. */
final class WrittenBandwidth extends LedgerExamination {
  private static final Duration LATE = Duration.ofMinutes(5);
  private static final int SOME = 1_000;

  WrittenBandwidth(Premises premises) {
    super(premises);
  }

  @Override
  public String check() {
    return "bandwidth files";
  }

  @Override
  List<Finding> look(LedgerReader ledger) throws IOException {
    Settings settings = premises.settings();
    if (!settings.files().enabled()) {
      return List.of(Finding.ok(check(), "are switched off"));
    }
    List<Finding> findings = new ArrayList<>();
    Path folder = settings.logDir();
    ProcessRights daemon = premises.daemon();
    if (daemon != null && Files.exists(folder) && !daemon.mayWrite(folder)) {
      findings.add(
          Finding.problem(
              check(),
              "the daemon (user %d) may not write to %s".formatted(daemon.user(), folder),
              "chown %d %s".formatted(daemon.user(), folder)));
    }
    waiting(ledger, folder, findings);
    if (premises.data().isInUse()) {
      missed(ledger, findings);
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              check(),
              "%s: %s, kept %d days after the last line"
                  .formatted(folder, size(folder), settings.files().keepDays())));
    }
    return findings;
  }

  /** Readings that are in no file. */
  private void waiting(LedgerReader ledger, Path folder, List<Finding> findings) {
    long done = Cursor.first(ledger.cursor(BandwidthFiles.CURSOR));
    List<ReadingRow> waiting = ledger.readingsAfter(done, SOME);
    if (!waiting.isEmpty() && isOlder(waiting.getFirst().at(), LATE)) {
      Finding found =
          Finding.problem(
              check(),
              "%s lacks %d%s readings since %s"
                  .formatted(
                      folder,
                      waiting.size(),
                      waiting.size() == SOME ? " and more" : "",
                      premises.time(waiting.getFirst().at())),
              "see whether the daemon may write there (ReadWritePaths= of its unit), and whether the disk"
                  + " is full; it catches up");
      findings.add(premises.data().isInUse() ? found : found.asNote());
    }
  }

  /** One of two intervals may have passed without a daemon. */
  private void missed(LedgerReader ledger, List<Finding> findings) {
    List<ReadingRow> last = ledger.lastReadings(1);
    Duration interval = premises.settings().files().interval();
    if (!last.isEmpty() && isOlder(last.getLast().at(), interval.multipliedBy(2).plus(LATE))) {
      findings.add(
          Finding.note(
              check(),
              "the last reading was taken " + premises.ago(last.getLast().at()),
              "'vpnledger reading' takes one; without a tunnel or a peer there is none to take"));
    }
  }

  private boolean isOlder(Instant at, Duration age) {
    return Duration.between(at, premises.now()).compareTo(age) > 0;
  }

  private static String size(Path folder) {
    long bytes = 0;
    int files = 0;
    try (var found = Files.newDirectoryStream(folder, "bandwidth-*.log*")) {
      for (Path file : found) {
        bytes += Files.size(file);
        files++;
      }
    } catch (IOException e) {
      return "no file yet, or none that you may see";
    }
    return "%d file%s, %s".formatted(files, files == 1 ? "" : "s", Units.bytes(bytes));
  }
}
