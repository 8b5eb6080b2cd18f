package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock on a file, by {@code /proc/locks}, proc_locks(5):
 *
 * <pre>
 * 1: POSIX  ADVISORY  WRITE 812 fd:01:137216 0 EOF
 * </pre>
 */
final class LockHolder {
  private static final int KIND = 1;
  private static final int ACCESS = 3;
  private static final int PID = 4;
  private static final int FILE = 5;
  private static final int MOST_LINES = 100_000;

  private LockHolder() {}

  /** Absent if nobody does, or if it cannot be told: in another container, say. */
  static @Nullable ProcessRights of(Path file) {
    try (Stream<String> locks = Files.lines(Path.of("/proc/locks"))) {
      String inode = String.valueOf(Files.getAttribute(file, "unix:ino"));
      String pid =
          locks
              .limit(MOST_LINES)
              .map(line -> line.strip().split("\\s+"))
              .filter(words -> words.length > FILE && isOn(inode, words))
              .map(words -> words[PID])
              .findFirst()
              .orElse(null);
      return pid == null ? null : ProcessRights.of(pid);
    } catch (IOException | RuntimeException e) {
      return null; // no /proc, or no such file: nobody is known to hold it
    }
  }

  /** Inode numbers are those of one file system; that two locked files share one is unlikely. */
  private static boolean isOn(String inode, String[] words) {
    return words[KIND].equals("POSIX")
        && words[ACCESS].equals("WRITE")
        && words[FILE].endsWith(":" + inode);
  }
}
