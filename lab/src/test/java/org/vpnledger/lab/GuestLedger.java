package org.vpnledger.lab;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The program under test inside a guest: a daemon, and the commands that read its ledger. */
final class GuestLedger implements AutoCloseable {
  /**
   * The program, started as the launcher does, but interpreted: emulation makes compiling dearer
   * than what it gains in a few seconds.
   */
  static final String PROGRAM =
      "java -Xint -XX:+UseSerialGC -XX:-UsePerfData -Xss512k -Dorg.sqlite.lib.path=/program/native"
          + " -Xlog:disable -Xlog:all=error:stderr" // as the launcher: what the JVM says is no
          // answer
          + " -XX:AOTCache=/program/vpnledger.aot -jar /program/vpnledger.jar";

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final byte[] NOTHING = {};

  private final GuestNamespace namespace;
  private final Guest guest;
  private final String source;
  private final String folder = "/root/ledger" + COUNT.getAndIncrement();
  private String pid = "";

  private final int interval;

  private GuestLedger(GuestNamespace namespace, String source, int interval) {
    this.interval = interval;
    this.namespace = namespace;
    this.guest = namespace.guest();
    this.source = source;
  }

  /**
   * Starts the daemon in this namespace with one source and waits until it is ready.
   *
   * @param type the source's type, which is its name too
   */
  static GuestLedger start(GuestNamespace namespace, String type) {
    return start(new GuestLedger(namespace, type, 1), type, "");
  }

  /** The same with some more settings. */
  static GuestLedger start(GuestNamespace namespace, String type, String settings) {
    return start(new GuestLedger(namespace, type, 1), type, settings);
  }

  /** The same with some more settings and an interval that no test waits for. */
  static GuestLedger startLookingOnceAnHour(
      GuestNamespace namespace, String type, String settings) {
    return start(new GuestLedger(namespace, type, 3600), type, settings);
  }

  private static GuestLedger start(GuestLedger ledger, String type, String settings) {
    ledger.guest.output("mkdir " + ledger.folder);
    ledger.guest.put(
        ledger.folder + "/vpnledger.toml",
        "threshold = 30\n%2$s[[source]]\nname = \"%1$s\"\ntype = \"%1$s\"\n"
            .formatted(type, settings));
    ledger.spawn();
    ledger.awaitReady();
    return ledger;
  }

  void spawn() {
    pid =
        guest
            .output(
                // Not ip netns exec: that mounts another /sys, without what the kernel is traced
                // by.
                "VPNLEDGER_LISTEN=none VPNLEDGER_INTERVAL=%5$d nsenter --net=/run/netns/%1$s %2$s %3$s run --config %4$s/vpnledger.toml </dev/null >%4$s/output 2>&1 & echo $!"
                    .formatted(namespace.name(), PROGRAM, folders(), folder, interval))
            .strip();
  }

  /** Waits inside the guest, because to ask again and again slows down what is waited for. */
  void awaitReady() {
    Command.Result result =
        guest.run(
            "until grep -q ^ready %1$s/output; do kill -0 %2$s || break; sleep 0.3; done; cat %1$s/output"
                .formatted(folder, pid),
            NOTHING,
            PATIENCE);
    if (result.out().lines().noneMatch(line -> line.startsWith("ready"))) {
      throw new AssertionError("The daemon ended before it was ready: " + result.out());
    }
  }

  /** Until the daemon has printed that. */
  void awaitOutput(String text) {
    awaitOutput(text, 1);
  }

  /** Until it has printed it a second time. */
  void awaitOutputTwice(String text) {
    awaitOutput(text, 2);
  }

  private void awaitOutput(String text, int times) {
    guest.output(
        "until [ $(grep -cF '%2$s' %1$s/output) -ge %4$d ]; do kill -0 %3$s; sleep 0.1; done"
            .formatted(folder, text, pid, times),
        "",
        PATIENCE);
  }

  /** Stops the daemon's threads where they are, until {@link #thaw}. */
  void freeze() {
    guest.output("kill -STOP " + pid);
  }

  void thaw() {
    guest.output("kill -CONT " + pid);
  }

  /** Ends the daemon as a crash would. */
  void kill9() {
    end("KILL");
  }

  /** Stops the daemon as systemd would. */
  void stop() {
    end("TERM");
  }

  private void end(String signal) {
    guest.output(
        "kill -%1$s %2$s; while kill -0 %2$s 2>/dev/null; do sleep 0.1; done"
            .formatted(signal, pid));
  }

  /** Runs a reading command and gives its rows. */
  List<Row> json(String arguments) {
    return Json.rows(
        guest.output(PROGRAM + " " + folders() + " " + arguments + " --json", "", PATIENCE));
  }

  private String folders() {
    return "--data-dir %1$s/data --log-dir %1$s/logs".formatted(folder);
  }

  /** The counters as last read, by peer. */
  Map<String, Bytes> status() {
    return Books.byPeer(json("status"), source, row -> row.bytes(""));
  }

  /** Everything that was moved, as far as the program knows, by peer. */
  Map<String, Bytes> total() {
    return Books.byPeer(
        json("usage --per-peer --by day"),
        source,
        row -> row.bytes("").plus(row.bytes("carried_in_")));
  }

  /**
   * Hushes the gateway and waits until the program has read exactly what its interface shows.
   *
   * @return the interface's own counters, which stand still from now on
   */
  Map<String, Bytes> settle(KernelGateway gateway) {
    gateway.hush();
    Map<String, Bytes> own = Books.bytes(gateway.counters());
    guest.output("sleep 2"); // two looks, before a reading command takes the processor
    Eventually.see(
        "status shows the interface's own counters " + own, PATIENCE, this::status, own::equals);
    return own;
  }

  @Override
  public void close() {
    guest.run("kill -9 %s; rm -rf %s".formatted(pid, folder), NOTHING, PATIENCE);
  }
}
