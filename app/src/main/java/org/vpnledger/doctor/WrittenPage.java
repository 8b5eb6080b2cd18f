package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.config.Settings;

/** Whether the page of statistics is written where the settings want it. */
final class WrittenPage implements Examination {
  private static final int LATE_WRITINGS = 3;
  private static final Duration LEAST = Duration.ofMinutes(2);

  private final Premises premises;

  WrittenPage(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "page";
  }

  @Override
  public List<Finding> look() throws IOException {
    Settings.StatisticsPage page = premises.settings().page();
    List<Finding> findings = new ArrayList<>();
    if (page.html().isPresent()) {
      findings.add(look("page.html_path", page.html().get(), page.interval()));
    }
    if (page.text().isPresent()) {
      findings.add(look("page.text_path", page.text().get(), page.interval()));
    }
    return findings;
  }

  private Finding look(String key, Path file, Duration interval) throws IOException {
    @Nullable Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      return Finding.problem(check(), key + ": " + file + " is a folder", "name a file in it");
    }
    if (Files.notExists(folder)) {
      return Finding.problem(
          check(), key + ": there is no folder " + folder, "make it: mkdir -p " + folder);
    }
    ProcessRights daemon = premises.daemon();
    if (daemon != null && Files.exists(folder) && !daemon.mayWrite(folder)) {
      return Finding.problem(
          check(),
          "%s: the daemon (user %d) may not write to %s".formatted(key, daemon.user(), folder),
          "chown %d %s".formatted(daemon.user(), folder));
    }
    return written(key, file, interval);
  }

  private Finding written(String key, Path file, Duration interval) throws IOException {
    if (!Files.exists(file)) {
      return Files.notExists(file)
          ? unwritten("%s: %s was not written yet".formatted(key, file))
          : Finding.hidden(check(), key + ": " + file + " cannot be seen by you", "run it as root");
    }
    Instant at = Files.getLastModifiedTime(file).toInstant();
    Duration late = interval.multipliedBy(LATE_WRITINGS);
    late = late.compareTo(LEAST) < 0 ? LEAST : late;
    String found = "%s was written %s".formatted(file, premises.ago(at));
    return Duration.between(at, premises.now()).compareTo(late) > 0
        ? unwritten(key + ": " + found)
        : Finding.ok(check(), found);
  }

  /** That no daemon runs is said elsewhere. */
  private Finding unwritten(String found) {
    Finding finding =
        Finding.problem(
            check(),
            found,
            "'journalctl -u %s' says why; a sandbox wants ReadWritePaths= for its folder"
                .formatted(premises.unit()));
    return premises.data().isInUse() ? finding : finding.asNote();
  }
}
