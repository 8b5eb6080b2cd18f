package org.vpnledger.flow.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * How much memory a daemon's process has for a moment when it makes a segment of the largest
 * journal, and the sums of an hour: the most beyond what it had before, in MiB. {@code copy} makes
 * both out of {@link LargeFlowLog}'s, in a process of its own.
 */
final class SealingMemory {
  private static final int MEGABYTES = 1500;
  private static final int ROWS = 1_000_000;
  private static final String JOURNAL = "flows-1769817600000000001.csv";
  private static final String HOUR = "flows/gateway=bench/date=2026-11-20/hour=05";

  private SealingMemory() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    Path root = Path.of(arguments[1]).toAbsolutePath();
    switch (arguments[0]) {
      case "copy" -> copy(Path.of(arguments[2]).toAbsolutePath().resolve(HOUR), root);
      case "seal" -> {
        long before = kib("VmRSS");
        Path journal = root.resolve("open").resolve(JOURNAL);
        new Sealing(root).seal(journal, Dataset.FLOWS, Format.PARQUET, Map.of());
        print("sealing a journal of 1,000,000 flows, MiB more", before);
      }
      case "sum" -> {
        long before = kib("VmRSS");
        Rollup.rollUp(root.resolve(HOUR));
        print("sums of an hour of the day, MiB more", before);
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void copy(Path from, Path root) throws IOException, SQLException {
    Path open = Files.createDirectories(root.resolve("open"));
    Path hour = Files.createDirectories(root.resolve(HOUR));
    List<Segment> segments = Rollup.segments(from);
    for (Segment segment : segments) {
      Path copy = hour.resolve(segment.name());
      Files.copy(segment.path(), copy, StandardCopyOption.REPLACE_EXISTING);
    }
    try (Duck duck = Duck.open(MEGABYTES, 2)) {
      duck.run(
          "COPY (SELECT * FROM %s LIMIT %d) TO %s (FORMAT csv, HEADER)"
              .formatted(
                  Scan.parquet(List.of(segments.getFirst().path())),
                  ROWS,
                  Duck.text(open.resolve(JOURNAL).toString())));
    }
  }

  private static void print(String what, long before) throws IOException {
    System.out.printf("%s\t%.0f%n", what, (kib("VmHWM") - before) / 1024.0);
  }

  private static long kib(String what) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(what + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
