package org.vpnledger.daemon;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.vpnledger.config.Settings;
import org.vpnledger.report.SafeText;

/** The few lines in which the daemon says what it found, where it stores, and how to ask it. */
final class Console {
  private final PrintStream out;
  private final String command;
  private final long start = System.nanoTime();

  /**
   * Lines go there.
   *
   * @param command how the program was called, with the options that say where, for the advice
   */
  Console(PrintStream out, String command) {
    this.out = out;
    this.command = command;
  }

  void say(String line) {
    out.println(SafeText.plain(line));
    out.flush();
  }

  void ready(Settings settings) {
    say("storing  " + settings.dataDir() + "/ledger.db");
    if (settings.files().enabled()) {
      say("writing  " + settings.logDir() + "/bandwidth-*.log");
    }
    if (settings.audit().enabled()) {
      say("auditing " + settings.audit().logPath());
    }
    settings.page().html().ifPresent(file -> say("writing  " + file));
    settings.page().text().ifPresent(file -> say("writing  " + file));
    String where = command + (command.contains(" --") ? "" : folders(settings));
    say("ask      " + where + " status | summary | usage --by day | sessions | events");
    say("ready    every " + settings.interval().toSeconds() + " s; stop with Ctrl-C");
  }

  /** What tells a command where the ledger and its logs are, unless they are at their places. */
  private static String folders(Settings settings) {
    boolean data = settings.dataDir().equals(Path.of("/var/lib/vpnledger"));
    boolean logs = settings.logDir().equals(Path.of("/var/log/wireguard"));
    return (data ? "" : " --data-dir " + settings.dataDir())
        + (logs ? "" : " --log-dir " + settings.logDir());
  }

  long secondsSinceStart() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
  }
}
