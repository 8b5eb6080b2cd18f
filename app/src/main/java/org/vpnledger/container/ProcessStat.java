package org.vpnledger.container;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code /proc/PID/stat} (proc_pid_stat(5)): the process's name stands second, in brackets, and may
 * itself hold anything; the start time is the 22nd field, the 20th after it.
 */
final class ProcessStat {
  private static final int START_TIME = 20;

  private ProcessStat() {}

  /** When the process was started, in ticks since boot; absent if there is none. */
  static @Nullable Long startTime(Path processes, long pid) {
    if (pid <= 0) {
      return null;
    }
    try {
      byte[] stat = Files.readAllBytes(processes.resolve(pid + "/stat"));
      return parse(new String(stat, ISO_8859_1));
    } catch (IOException e) {
      return null; // it ended; who may not read it may not use it either
    }
  }

  static @Nullable Long parse(String stat) {
    int name = stat.lastIndexOf(')');
    String[] fields = stat.substring(name + 1).strip().split(" +");
    // A zombie has ended, though it has not been taken note of.
    if (name < 0 || fields.length < START_TIME || fields[0].equals("Z")) {
      return null;
    }
    try {
      return Long.valueOf(fields[START_TIME - 1]);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
