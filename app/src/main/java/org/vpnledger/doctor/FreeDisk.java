package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.config.Settings;
import org.vpnledger.report.Units;

/** Whether there is room for the ledger and the logs. */
final class FreeDisk implements Examination {
  private static final long LEAST_BYTES = 100L << 20;
  private static final long FEW_BYTES = 1L << 30;
  private static final int FEW_PERCENT = 5;

  private final Premises premises;

  FreeDisk(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "disk";
  }

  @Override
  public List<Finding> look() throws IOException {
    Settings settings = premises.settings();
    Map<FileStore, Path> stores = new LinkedHashMap<>();
    List<Path> folders = new ArrayList<>(List.of(settings.dataDir(), settings.logDir()));
    Path audit = settings.audit().logPath().getParent();
    if (settings.audit().enabled() && audit != null) {
      folders.add(audit);
    }
    for (Path folder : folders) {
      Path existing = existing(folder);
      if (existing != null) {
        stores.putIfAbsent(Files.getFileStore(existing), existing);
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<FileStore, Path> store : stores.entrySet()) {
      FileStore on = store.getKey();
      findings.add(
          finding(store.getValue(), on.getUsableSpace(), on.getTotalSpace(), on.isReadOnly()));
    }
    return findings;
  }

  /** What will be made there is made on the file system of what is there. */
  private static @Nullable Path existing(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing;
  }

  Finding finding(Path folder, long usable, long total, boolean readOnly) {
    if (readOnly) {
      return Finding.problem(
          check(),
          folder + " is on a file system that is mounted read-only",
          "see 'dmesg', 'mount'");
    }
    long percent = total <= 0 ? 100 : usable * 100 / total;
    String found = "%s: %s free, %d %%".formatted(folder, Units.bytes(usable), percent);
    if (usable < LEAST_BYTES) {
      return Finding.problem(
          check(),
          found,
          "make room: 'du -xh %s | sort -h'; the daemon waits for it".formatted(folder));
    }
    return usable < FEW_BYTES && percent < FEW_PERCENT
        ? Finding.note(check(), found, "files.keep_days and [retention] say what is kept how long")
        : Finding.ok(check(), found);
  }
}
