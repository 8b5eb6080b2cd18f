package org.vpnledger.service;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Traces of the tools that this program replaces: nothing is changed, but it is said. */
public final class Predecessors {
  private static final String LOGGER = "wg-stats-logger";
  private static final long MOST_BYTES = 256 << 10;
  private static final int MOST_FILES = 1000;

  private static final List<Path> CRONTABS =
      List.of(
          Path.of("/etc/crontab"),
          Path.of("/etc/cron.d"),
          Path.of("/etc/cron.hourly"),
          Path.of("/etc/cron.daily"),
          Path.of("/var/spool/cron"),
          Path.of("/var/spool/cron/crontabs"),
          Parts.UNITS);

  private static final List<Path> VENDOR_UNITS =
      List.of(Path.of("/usr/lib/systemd/system"), Path.of("/lib/systemd/system"));

  private Predecessors() {}

  /**
   * A line for each, with what to do.
   *
   * @param root the system's root folder
   */
  public static List<String> lines(Path root) {
    List<String> lines = new ArrayList<>();
    for (Path where : CRONTABS) {
      for (Path file : files(at(root, where))) {
        if (callsLogger(file)) {
          Path seen = Path.of("/").resolve(root.relativize(file));
          lines.add(
              "%s: calls %s.sh; the daemon writes the same lines by itself, so that may go"
                  .formatted(seen, LOGGER));
        }
      }
    }
    for (Path folder : VENDOR_UNITS) {
      Path unit = folder.resolve("wg-monitor.service");
      if (Files.exists(at(root, unit)) && !Files.isSymbolicLink(at(root, folder))) {
        lines.add(unit + ": wg_monitor's own; the one that was installed comes before it");
      }
    }
    return lines;
  }

  /**
   * Where the operator has put wg_monitor's own unit, and not a link to ours.
   *
   * @param root the system's root folder
   */
  public static @Nullable Path unit(Path root) {
    Path unit = Parts.UNITS.resolve("wg-monitor.service");
    return Files.isRegularFile(at(root, unit), NOFOLLOW_LINKS) ? unit : null;
  }

  private static Path at(Path root, Path path) {
    return root.resolve(path.toString().substring(1));
  }

  private static List<Path> files(Path where) {
    if (Files.isRegularFile(where, NOFOLLOW_LINKS)) {
      return List.of(where);
    }
    if (!Files.isDirectory(where)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(where)) {
      return entries
          .filter(file -> Files.isRegularFile(file, NOFOLLOW_LINKS))
          .limit(MOST_FILES)
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(); // who may not look there is not told
    }
  }

  private static boolean callsLogger(Path file) {
    try {
      return Files.size(file) <= MOST_BYTES
          && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
              .lines()
              .anyMatch(line -> !line.strip().startsWith("#") && line.contains(LOGGER));
    } catch (IOException e) {
      return false;
    }
  }
}
