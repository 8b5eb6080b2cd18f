package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.vpnledger.bench.Fleet;
import org.vpnledger.config.Configuration;
import org.vpnledger.config.Settings;
import org.vpnledger.config.Surroundings;
import org.vpnledger.name.NameBook;
import org.vpnledger.store.DataFolder;
import org.vpnledger.vpn.Moment;

/**
 * The daemon's recorder over 100 peers, all of them active: 1,000 polls without waiting, each
 * committed. Prints what the kernel says of this process's memory.
 */
public final class DaemonMemory {
  private static final int POLLS = 1000;

  private DaemonMemory() {}

  /** In the folder given first; the rest of the arguments is the launcher's own. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Surroundings here =
        new Surroundings(
            Map.of(),
            false,
            "bench",
            ZoneId.of("Europe/Berlin"),
            folder,
            folder,
            folder.resolve("none"),
            folder.resolve("none"));
    Settings settings;
    try {
      settings =
          Configuration.load(
                  Map.of(
                      "data_dir", folder.resolve("data").toString(),
                      "log_dir", folder.resolve("log").toString()),
                  here)
              .settings();
    } catch (org.vpnledger.config.ConfigException e) {
      throw new IllegalStateException(String.join("\n", e.problems()), e);
    }
    Fleet fleet = new Fleet(100, 24, Instant.parse("2026-11-19T00:00:00Z"));
    Moment[] now = {fleet.after(Duration.ofHours(30))};
    NameBook names =
        new NameBook(
            NameBook.Where.table(fleet.names()), List::of, InstantSource.system(), settings.zone());
    try (Recorder recorder =
        new Recorder(new DataFolder(settings.dataDir()), settings, () -> now[0], names)) {
      Duration passed = Duration.ofHours(30);
      for (int poll = 1; poll <= POLLS; poll++) {
        now[0] = fleet.after(passed);
        recorder.observe(List.of(fleet.read(passed)));
        recorder.flush();
        passed = passed.plus(settings.interval());
        if (poll == 10 || poll == POLLS) {
          print(poll);
        }
      }
    }
  }

  private static void print(int polls) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:") || line.startsWith("VmHWM:")) {
        long kibibytes = Long.parseLong(line.replaceAll("\\D", ""));
        System.out.printf(
            "%s after %d polls\t%.1f%n", line.substring(0, 5), polls, kibibytes / 1024.0);
      }
    }
  }
}
