package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.utils.Signals;

/**
 * What SIGHUP means. To a service it says: open the logs again. To a program on a terminal it may
 * also say that the terminal has gone, and then it must end as it always would have: nobody could
 * stop it any more.
 */
final class Hangup {
  private static final Path STAT = Path.of("/proc/self/stat");

  private Hangup() {}

  /**
   * Calls one or the other on a thread of the JVM's. Where nohup(1) has it ignored, it stays so.
   */
  static void handle(Runnable reload, Runnable end) {
    boolean hadTerminal = hasTerminal();
    Object _ =
        Signals.register(
            "HUP",
            () -> {
              if (hadTerminal && !hasTerminal()) {
                end.run();
              } else {
                reload.run();
              }
            });
  }

  private static boolean hasTerminal() {
    try {
      return isOnTerminal(Files.readString(STAT, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return false;
    }
  }

  /** The seventh field of proc_pid_stat(5), tty_nr; the second may hold spaces and parentheses. */
  static boolean isOnTerminal(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    return fields.length > 4 && !fields[4].equals("0");
  }
}
