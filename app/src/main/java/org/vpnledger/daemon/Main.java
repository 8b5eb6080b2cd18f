package org.vpnledger.daemon;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vpnledger.cli.Asking;
import org.vpnledger.cli.Complaint;
import org.vpnledger.cli.FlowLogPlace;
import org.vpnledger.config.ConfigException;
import org.vpnledger.config.Configuration;
import org.vpnledger.config.Settings;
import org.vpnledger.config.Surroundings;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.TimeText;
import org.vpnledger.spool.S3Store;
import org.vpnledger.store.DataFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program: its options, its commands, and what its exit codes mean. */
@Command(
    name = "vpnledger",
    description =
        "An exact, durable ledger of a VPN gateway: who was connected, when, from where, and how much they moved.",
    synopsisSubcommandLabel = "COMMAND",
    version = "vpnledger " + Main.VERSION)
public final class Main implements org.vpnledger.cli.Surroundings {
  static final String VERSION = "0.1.0";

  private static final List<String> LOGGING_COMMANDS =
      List.of("run", "demo", "import", "reading", "rehearse");

  private final Supplier<Surroundings> here;
  private final PrintWriter out;
  private final PrintWriter err;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "shows this help")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "shows the version")
  boolean version;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "settings (default: /etc/vpnledger/vpnledger.toml, if it is there)")
  @Nullable String config;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "the ledger's folder (default: /var/lib/vpnledger as root)")
  @Nullable String dataDir;

  @Option(
      names = "--log-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "the folder of the bandwidth files (default: /var/log/wireguard as root)")
  @Nullable String logDir;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      scope = ScopeType.INHERIT,
      description = "how often tunnels are read (default: 5)")
  @Nullable String interval;

  @Option(
      names = "--threshold",
      paramLabel = "SECONDS",
      scope = ScopeType.INHERIT,
      description = "a peer is online while its last handshake is younger (default: 180)")
  @Nullable String threshold;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "which of several daemons of this machine is meant (default: the one without)")
  @Nullable String instance;

  private @Nullable Configuration configuration;

  Main(Supplier<Surroundings> here, PrintWriter out, PrintWriter err) {
    this.here = here;
    this.out = out;
    this.err = err;
  }

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] args) {
    if (List.of(args).contains("reading") && System.getProperty("vpnledger.log") == null) {
      System.setProperty("vpnledger.log", "WARN"); // cron mails whatever is printed
    }
    if (Collections.disjoint(List.of(args), LOGGING_COMMANDS)) {
      // Libraries log nothing that who merely asks could use, and a logging system takes its time.
      System.setProperty("slf4j.internal.verbosity", "WARN");
      System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    }
    PrintWriter out =
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
            false);
    int code = run(args, Surroundings::ofThisProcess, out, System.err);
    out.flush();
    System.exit(code);
  }

  /** The same without ending the process, for tests. */
  static int run(String[] args, Supplier<Surroundings> here, PrintWriter out, PrintStream err) {
    PrintWriter errors = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
    Main main = new Main(here, out, errors);
    Set<String> meant = Commands.meantBy(List.of(args));
    CommandLine line = line(main, meant, out, errors);
    if (!meant.equals(Commands.NAMES)) {
      // What was misspelled may be any command's.
      line.setParameterExceptionHandler(
          (_, again) -> line(main, Commands.NAMES, out, errors).execute(again));
    }
    if (args.length == 0) {
      line.usage(out);
      return 2;
    }
    return line.execute(args);
  }

  private static CommandLine line(
      Main main, Set<String> commands, PrintWriter out, PrintWriter errors) {
    CommandLine line = Commands.of(main, commands);
    line.setOut(out);
    line.setErr(errors);
    line.setCommandName(main.name());
    line.setUsageHelpWidth(Math.max(80, Math.min(120, main.width())));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, _) -> Mistakes.inUsage(e, errors));
    line.setExecutionExceptionHandler((e, _, _) -> Mistakes.inExecution(e, errors));
    return line;
  }

  String name() {
    return System.getProperty("vpnledger.name", "vpnledger");
  }

  /** The command with the options that say which ledger, as they were given. */
  String asCalled() {
    StringBuilder called = new StringBuilder(name());
    Map<String, String> given = flags();
    for (String key : List.of("config", "instance", "data_dir", "log_dir")) {
      String value = given.get(key);
      if (value != null) {
        called.append(" --").append(key.replace('_', '-')).append(' ').append(value);
      }
    }
    return called.toString();
  }

  PrintWriter out() {
    return out;
  }

  /** Says in one line what is the matter. */
  void complain(String problem) {
    err.println("vpnledger: " + SafeText.plain(problem));
  }

  /** The configuration, read when it is first asked for. */
  Configuration configuration() {
    return configuration(Map.of());
  }

  /** The same with flags of a command's own, by the keys that they set. */
  Configuration configuration(Map<String, String> more) {
    Configuration known = configuration;
    if (known == null) {
      try {
        Map<String, String> flags = flags();
        flags.putAll(more);
        known = Configuration.load(flags, here.get());
      } catch (ConfigException e) {
        throw new Complaint(String.join("\n", e.problems()));
      }
      configuration = known;
    }
    return known;
  }

  Surroundings here() {
    return here.get();
  }

  /** Those that every command takes, by the keys that they set. */
  Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    put(flags, "config", config);
    put(flags, "instance", instance);
    put(flags, "data_dir", dataDir);
    put(flags, "log_dir", logDir);
    put(flags, "interval", interval);
    put(flags, "threshold", threshold);
    return flags;
  }

  static void put(Map<String, String> flags, String key, @Nullable String value) {
    if (value != null) {
      flags.put(key, value);
    }
  }

  @Override
  public Asking asking() {
    Map<String, String> environment = here.get().environment();
    Configuration settings = configuration();
    int width = width();
    return new Asking(
        new DataFolder(settings.settings().dataDir()),
        settings.settings().logDir(),
        settings.settings().zone(),
        now(environment.get("VPNLEDGER_NOW"), settings),
        out,
        err,
        width,
        width > 0
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM")),
        name().equals("wg-stats"));
  }

  @Override
  public FlowLogPlace flowLog() {
    Settings settings = configuration().settings();
    Map<String, String> environment = here.get().environment();
    return new FlowLogPlace(
        settings.flow().folder(),
        settings.flowStore().isConfigured()
            ? Optional.of(
                () -> S3Store.open(FlowStoreSettings.of(settings.flowStore()), environment))
            : Optional.empty(),
        !settings.flowStore().keep());
  }

  private static Instant now(@Nullable String text, Configuration settings) {
    if (text == null || text.isEmpty()) {
      return Instant.now();
    }
    try {
      return TimeText.moment(text, settings.settings().zone());
    } catch (IllegalArgumentException e) {
      throw new Complaint("VPNLEDGER_NOW: " + e.getMessage());
    }
  }

  /** The launcher asks the terminal, since that costs nothing there. */
  private int width() {
    String columns = here.get().environment().getOrDefault("VPNLEDGER_COLUMNS", "");
    try {
      return columns.isEmpty() ? 0 : Math.clamp(Integer.parseInt(columns), 20, 1000);
    } catch (NumberFormatException e) {
      return 80;
    }
  }

  /** For the few commands that touch files themselves. */
  static Complaint unreadable(String subject, IOException e) {
    String reason =
        switch (e) {
          case java.nio.file.NoSuchFileException _ -> "no such file";
          case java.nio.file.AccessDeniedException _ -> "permission denied: run as root";
          default -> String.valueOf(e.getMessage());
        };
    return new Complaint(subject + ": " + reason);
  }
}
