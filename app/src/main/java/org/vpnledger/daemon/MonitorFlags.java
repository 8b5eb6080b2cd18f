package org.vpnledger.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that wg_monitor has, besides those that every command takes. */
final class MonitorFlags {
  @Option(
      names = "--log-path",
      paramLabel = "FILE",
      description = "the audit log (default: /var/log/wg_monitor.log as root)")
  @Nullable String logPath;

  @Option(
      names = "--stats-interval",
      paramLabel = "SECONDS",
      description = "how often statistics are printed (default: 3600)")
  @Nullable String statsInterval;

  @Option(
      names = "--interface",
      paramLabel = "NAME",
      description = "reads only this interface; repeat it, or name several with commas between")
  List<String> interfaces = new ArrayList<>();

  @Option(
      names = "--on-change-script",
      paramLabel = "FILE",
      description = "runs at each change of a peer")
  @Nullable String onChangeScript;

  @Option(
      names = "--on-change-events",
      paramLabel = "EVENTS",
      description = "which changes, with commas between (default: ONLINE,OFFLINE,REMOVED)")
  @Nullable String onChangeEvents;

  @Option(names = "--debug", description = "says in detail what it does")
  boolean debug;

  /** Those that were given, by the keys that they set. */
  Map<String, String> given() {
    Map<String, String> flags = new LinkedHashMap<>();
    Main.put(flags, "audit.log_path", logPath);
    Main.put(flags, "stats_interval", statsInterval);
    Main.put(flags, "interface", interfaces.isEmpty() ? null : String.join(",", interfaces));
    Main.put(flags, "hook.script", onChangeScript);
    Main.put(flags, "hook.events", onChangeEvents);
    Main.put(flags, "debug", debug ? "true" : null);
    return flags;
  }
}
