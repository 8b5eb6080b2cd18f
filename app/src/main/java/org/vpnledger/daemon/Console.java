package org.vpnledger.daemon;

import java.io.PrintStream;
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
   * @param command how the program was called, for the advice
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
    String where = command + (isDefault(settings) ? "" : " --data-dir " + settings.dataDir());
    say("ask      " + where + " status | summary | usage --by day | sessions | events");
    say("ready    every " + settings.interval().toSeconds() + " s; stop with Ctrl-C");
  }

  private static boolean isDefault(Settings settings) {
    return settings.dataDir().equals(java.nio.file.Path.of("/var/lib/vpnledger"));
  }

  long secondsSinceStart() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
  }
}
