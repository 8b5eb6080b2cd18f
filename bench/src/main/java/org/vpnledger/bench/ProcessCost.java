package org.vpnledger.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a process costs, by proc(5), seen from outside. */
record ProcessCost(long pid) {
  private static final double TICKS_PER_SECOND = 100;

  /** Processor time of all its threads so far, in nanoseconds; ended threads are not in it. */
  long threadNanos() throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(folder().resolve("task"))) {
      for (Path task : tasks) {
        try {
          sum += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
        } catch (NoSuchFileException e) {
          continue; // it has just ended
        }
      }
    }
    return sum;
  }

  /** Processor time so far with that of children that have ended, in seconds. */
  double secondsWithChildren() throws IOException {
    String stat = Files.readString(folder().resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int field = 11; field <= 14; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** A line of its status in KiB, {@code VmRSS} or {@code VmHWM}. */
  long kib(String what) throws IOException {
    return Files.readAllLines(folder().resolve("status")).stream()
        .filter(line -> line.startsWith(what + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** The peak begins anew, at what is resident now. */
  void forgetPeak() throws IOException {
    Files.writeString(folder().resolve("clear_refs"), "5");
  }

  private Path folder() {
    return Path.of("/proc", Long.toString(pid));
  }
}
