package org.vpnledger.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One WireGuard interface, run in user space by a process of ours. */
final class Tunnel implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Namespace namespace;
  private final Folder folder;
  private final String name;
  private final String address;
  private @Nullable Background process;

  /**
   * Prepares it.
   *
   * @param role {@code s} for a server, {@code c} for a client
   * @param address its own address inside the tunnel, with the length of the prefix
   */
  Tunnel(Namespace namespace, Folder folder, String role, String address) {
    this.namespace = namespace;
    this.folder = folder;
    this.address = address;
    // Sockets in /var/run/wireguard are shared by all namespaces: a name is used once on a machine.
    this.name =
        "vl%d%s%d".formatted(ProcessHandle.current().pid() % 10000, role, COUNT.getAndIncrement());
  }

  String name() {
    return name;
  }

  /** Makes the interface, with all counters at zero. */
  void start(KeyPair keys, int listenPort) {
    process =
        Background.start(
            namespace.inside("wireguard-go", "-f", name),
            Map.of("LOG_LEVEL", "error"),
            folder.resolve(name + ".log"));
    Eventually.holds(name + " listens", Eventually.PATIENCE, this::isListening);
    set("private-key", folder.write(name + ".key", keys.privateKey()).toString());
    set("listen-port", Integer.toString(listenPort));
    namespace.ip("address", "add", address, "dev", name);
    up();
  }

  void up() {
    namespace.ip("link", "set", name, "up");
  }

  /** Sends and receives nothing any more, not even keepalives; counters can still be read. */
  void down() {
    namespace.ip("link", "set", name, "down");
  }

  /** {@code wg set NAME …}. */
  void set(String... arguments) {
    List<String> words = new ArrayList<>(List.of("wg", "set", name));
    words.addAll(List.of(arguments));
    Command.of(words).output();
  }

  /**
   * Not asked by wg, which removes the socket if it comes between its being made and its listening.
   */
  private boolean isListening() {
    return namespace.command("ss", "-Hxl").output().contains("/" + name + ".sock");
  }

  Map<String, Reading> readings() {
    return Reading.parse(Command.of("wg", "show", name, "dump").output());
  }

  /** Deletes the interface and its socket. */
  void delete() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /** Ends its process without mercy: the interface goes, a dead socket stays. */
  void crash() {
    if (process != null) {
      process.kill();
      process.close();
      process = null;
    }
  }

  @Override
  public void close() {
    delete();
  }
}
