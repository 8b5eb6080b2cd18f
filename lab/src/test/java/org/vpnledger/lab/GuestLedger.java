package org.vpnledger.lab;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The program under test inside a guest: a daemon, and the commands that read its ledger. */
final class GuestLedger implements AutoCloseable {
  private static final String JAVA =
      "java -XX:+UseSerialGC -XX:-UsePerfData -Xss512k -Dorg.sqlite.lib.path=/program/native ";

  /**
   * One of the program's short commands. The interpreter is twice as fast for them: emulation makes
   * compiling dear.
   */
  static final String COMMAND = JAVA + "-Xint -jar /program/vpnledger.jar";

  private static final String DAEMON =
      JAVA + "-XX:TieredStopAtLevel=1 -Xms8m -Xmx384m -jar /program/vpnledger.jar";

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] NOTHING = {};

  private final GuestNamespace namespace;
  private final Guest guest;
  private final String source;
  private final String folder = "/root/ledger" + COUNT.getAndIncrement();
  private String pid = "";

  private GuestLedger(GuestNamespace namespace, String source) {
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
    GuestLedger ledger = new GuestLedger(namespace, type);
    ledger.guest.output("mkdir " + ledger.folder);
    ledger.guest.put(
        ledger.folder + "/vpnledger.toml",
        "threshold = 30\n[[source]]\nname = \"%1$s\"\ntype = \"%1$s\"\n".formatted(type));
    ledger.spawn();
    ledger.awaitReady();
    return ledger;
  }

  void spawn() {
    pid =
        guest
            .output(
                "%1$s %2$s %3$s run --config %4$s/vpnledger.toml --interval 1 </dev/null >%4$s/output 2>&1 & echo $!"
                    .formatted(namespace.exec(), DAEMON, folders(), folder))
            .strip();
  }

  void awaitReady() {
    Eventually.see(
        "the daemon is ready",
        PATIENCE,
        this::daemonOutput,
        output -> {
          if (!isAlive()) {
            throw new AssertionError("The daemon ended before it was ready: " + output);
          }
          return output.lines().anyMatch(line -> line.startsWith("ready"));
        });
  }

  String daemonOutput() {
    return guest.output("cat %s/output".formatted(folder));
  }

  private boolean isAlive() {
    return guest.run("kill -0 " + pid).exitCode() == 0;
  }

  /** Ends the daemon as a crash would. */
  void kill9() {
    guest.output("kill -9 " + pid);
    awaitEnd();
  }

  /** Stops the daemon as systemd would. */
  void stop() {
    guest.output("kill -TERM " + pid);
    awaitEnd();
  }

  private void awaitEnd() {
    Eventually.holds("the daemon has ended", PATIENCE, () -> !isAlive());
  }

  /** Runs a reading command and gives its rows. */
  List<Row> json(String arguments) {
    return Json.rows(
        guest.output(COMMAND + " " + folders() + " " + arguments + " --json", "", PATIENCE));
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
    Eventually.see(
        "status shows the interface's own counters " + own, PATIENCE, this::status, own::equals);
    return own;
  }

  @Override
  public void close() {
    guest.run("kill -9 %s; rm -rf %s".formatted(pid, folder), NOTHING, PATIENCE);
  }
}
