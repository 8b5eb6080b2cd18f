package org.vpnledger.metrics;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process costs, by the standard names that every exporter has. From proc(5): {@code
 * stat}, whose 14th and 15th field are ticks of a hundredth of a second; {@code status} has its
 * memory.
 */
final class ProcessFigures {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessFigures.class);
  private static final Path SELF = Path.of("/proc/self");
  private static final double TICKS_PER_SECOND = 100;

  private static final Family PROCESSOR =
      Family.counter(
          "process_cpu_seconds_total", "Total user and system CPU time spent in seconds.");
  private static final Family MEMORY =
      Family.gauge("process_resident_memory_bytes", "Resident memory size in bytes.");
  private static final Family FILES =
      Family.gauge("process_open_fds", "Number of open file descriptors.");
  private static final Family START =
      Family.gauge(
          "process_start_time_seconds", "Start time of the process since unix epoch in seconds.");

  private ProcessFigures() {}

  static void write(long startedAtSeconds, Samples out) {
    try {
      String stat = Files.readString(SELF.resolve("stat"));
      // The second field is the program's name in brackets, which may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      double seconds = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
      long kib =
          Files.readAllLines(SELF.resolve("status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum();
      out.family(PROCESSOR);
      out.sample(Labels.NONE, seconds);
      out.family(MEMORY);
      out.sample(Labels.NONE, kib * 1024);
      out.family(FILES);
      out.sample(Labels.NONE, openFiles());
    } catch (IOException | RuntimeException e) {
      LOG.debug("the process's own figures", e); // a page without them is better than none
    }
    out.family(START);
    out.sample(Labels.NONE, startedAtSeconds);
  }

  private static long openFiles() throws IOException {
    long count = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(SELF.resolve("fd"))) {
      for (Path _ : all) {
        count++;
      }
    }
    return count;
  }
}
