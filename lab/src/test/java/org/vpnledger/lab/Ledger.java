package org.vpnledger.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The program under test: a daemon as a process of its own, and the commands that read it. */
final class Ledger implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Folder folder = Folder.create();
  private final Path config;
  private final List<Background> lives = new ArrayList<>();

  private final List<String> surroundings;

  private final int interval;

  private final boolean served;

  private Ledger(String config, List<String> surroundings, int interval) {
    this.interval = interval;
    this.surroundings = List.copyOf(surroundings);
    this.served = config.lines().anyMatch(line -> line.startsWith("listen = "));
    this.config = folder.write("vpnledger.toml", config);
  }

  /** Starts the daemon with this configuration and waits until it is ready. */
  static Ledger start(String config) {
    return start(config, List.of());
  }

  /**
   * The same in other surroundings.
   *
   * @param surroundings a command line that becomes the program whose words follow it
   */
  static Ledger start(String config, List<String> surroundings) {
    return start(new Ledger(config, surroundings, 1));
  }

  /** The same with an interval that no test waits for. */
  static Ledger startLookingOnceAnHour(String config, List<String> surroundings) {
    return start(new Ledger(config, surroundings, 3600));
  }

  private static Ledger start(Ledger ledger) {
    try {
      ledger.spawn();
      ledger.awaitReady();
      return ledger;
    } catch (RuntimeException | AssertionError e) {
      ledger.close();
      throw e;
    }
  }

  /** Starts the daemon over this gateway's tunnel, and nothing else of the machine. */
  static Ledger over(Gateway gateway) {
    return start(configOf(gateway));
  }

  /** A configuration whose only source is named {@code uapi}; more can be appended. */
  static String configOf(Gateway gateway) {
    return """
    threshold = 30
    [[source]]
    name = "uapi"
    type = "uapi"
    interface = "%s"
    """
        .formatted(gateway.interfaceName());
  }

  /** The same configuration, with metrics and health at this port of the loopback. */
  static String servedAt(int port, String config) {
    return "listen = \"127.0.0.1:%d\"\n".formatted(port) + config; // before the first table
  }

  /** Starts the daemon's process. It is the JVM itself: the launcher gives its process to it. */
  void spawn() {
    List<String> words = new ArrayList<>(surroundings);
    words.addAll(List.of(Surroundings.launcher().toString(), "run"));
    words.addAll(folders());
    words.addAll(List.of("--config", config.toString()));
    // The flag would be corrected to 5 s, as wg_monitor does.
    Map<String, String> environment =
        new HashMap<>(Map.of("VPNLEDGER_INTERVAL", Integer.toString(interval)));
    if (!served) {
      // The usual port may be that of another program, or of another test's daemon.
      environment.put("VPNLEDGER_LISTEN", "none");
    }
    Path output = folder.resolve("output-" + lives.size() + ".txt");
    lives.add(Background.start(words, environment, output));
  }

  void awaitReady() {
    Background daemon = daemon();
    Eventually.see(
        "the daemon is ready",
        READY,
        daemon::output,
        output -> {
          if (!daemon.isAlive()) {
            throw new AssertionError("The daemon ended before it was ready: " + daemon.output());
          }
          return output.lines().anyMatch(line -> line.startsWith("ready"));
        });
  }

  /** Until it listens to that interface's packets. */
  void awaitListening(String interfaceName) {
    Eventually.see(
        "it listens to " + interfaceName,
        Eventually.PATIENCE,
        this::output,
        output -> output.contains("flows: listening to " + interfaceName));
  }

  private Background daemon() {
    return lives.getLast();
  }

  ProcessHandle process() {
    return daemon().handle();
  }

  /** What the daemon has printed, on either stream and in all of its lives. */
  String output() {
    StringBuilder all = new StringBuilder();
    lives.forEach(life -> all.append(life.output()));
    return all.toString();
  }

  /** Ends the daemon as a crash would. */
  void kill9() {
    daemon().kill();
    daemon().close();
  }

  /** Stops the daemon as systemd would; it must do so in time and with exit code 0. */
  void stop() {
    OptionalInt exitCode = daemon().end(STOP);
    if (exitCode.isEmpty() || exitCode.getAsInt() != 0) {
      throw new AssertionError(
          "SIGTERM: %s within %s. The daemon's output: %s"
              .formatted(
                  exitCode.isEmpty() ? "no end" : "exit code " + exitCode.getAsInt(),
                  STOP,
                  daemon().output()));
    }
    daemon().close();
  }

  void restart() {
    stop();
    spawn();
    awaitReady();
  }

  /** Runs a command of the program on this ledger. */
  Command.Result run(String... arguments) {
    return Command.of(command(arguments)).run();
  }

  /** Runs a reading command and gives its rows. */
  List<Row> json(String... arguments) {
    List<String> words = command(arguments);
    words.add("--json");
    return Json.rows(Command.of(words).output());
  }

  private List<String> command(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Surroundings.launcher().toString());
    words.addAll(folders());
    words.addAll(List.of(arguments));
    return words;
  }

  private List<String> folders() {
    return List.of(
        "--data-dir",
        folder.resolve("data").toString(),
        "--log-dir",
        folder.resolve("logs").toString());
  }

  List<Row> status() {
    return json("status");
  }

  List<Row> sessions() {
    return json("sessions");
  }

  List<Row> events(String type, @Nullable String peer) {
    return json("events").stream()
        .filter(row -> row.has("type", type))
        .filter(row -> peer == null || row.has("peer", peer))
        .toList();
  }

  /** Everything that the program has written, and a place for what it is told to write. */
  Folder folder() {
    return folder;
  }

  @Override
  public void close() {
    lives.forEach(Background::close);
    folder.close();
  }
}
