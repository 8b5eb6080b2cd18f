package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A daemon that logs the flows of the loopback and uploads them, and questions put to what it
 * logged. Each datagram from a port of its own is a flow, so that each can be counted.
 */
final class FlowingLedger implements AutoCloseable {
  /** Nobody else's packets are among them. */
  private static final String CLIENT = "127.9.0.1";

  private static final String SERVER = "127.9.0.2";
  private static final int PORT = 7777;
  private static final Duration READY = Duration.ofSeconds(60);

  private final Folder folder = Folder.create();
  private final Map<String, String> environment;
  private final Path config;
  private final Path flows;
  private final List<Background> lives = new ArrayList<>();

  /**
   * Not started yet.
   *
   * @param port where the store is
   * @param keep {@code keep} or {@code remove}
   * @param flows the flow log's folder, absent for the usual one
   */
  FlowingLedger(S3Server server, int port, String keep, Path... flows) {
    this.environment = new HashMap<>(server.credentials());
    environment.put("VPNLEDGER_LISTEN", "none");
    this.flows = flows.length == 0 ? folder.resolve("data/flow") : flows[0];
    this.config =
        folder.write(
            "vpnledger.toml",
            """
            gateway_name = "berlin"
            [[source]]
            name = "nothing"
            type = "uapi"
            interface = "vpnl-none"
            [flow]
            enabled = true
            folder = "%s"
            interfaces = ["lo"]
            filter = "udp and net 127.9.0.0/16"
            segment_interval = 2
            idle_timeout = 1
            active_timeout = 2
            [flow.s3]
            endpoint = "http://127.0.0.1:%d"
            bucket = "%s"
            prefix = "%s"
            keep = "%s"
            timeout = 5
            """
                .formatted(
                    this.flows, port, S3Server.BUCKET, "lab/" + folder.path().getFileName(), keep));
  }

  /** The flow log's folder. */
  Path flows() {
    return flows;
  }

  Folder folder() {
    return folder;
  }

  /** What the keys of its objects begin with. */
  String prefix() {
    return "lab/" + folder.path().getFileName() + "/";
  }

  /** Starts the daemon, and waits until it listens. */
  void start() {
    Background daemon =
        Background.start(
            words("run"), environment, folder.resolve("output-" + lives.size() + ".txt"));
    lives.add(daemon);
    Eventually.see(
        "the daemon listens to packets",
        READY,
        daemon::output,
        output -> output.contains("listening to lo"));
  }

  void kill9() {
    lives.getLast().kill();
  }

  void stop() {
    lives.getLast().close();
  }

  String output() {
    StringBuilder all = new StringBuilder();
    lives.forEach(life -> all.append(life.output()));
    return all.toString();
  }

  /** Sends a datagram from each of those ports: so many flows. */
  void send(int firstPort, int count) {
    try (DatagramSocket server =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName(SERVER), PORT))) {
      for (int i = 0; i < count; i++) {
        try (DatagramSocket client =
            new DatagramSocket(
                new InetSocketAddress(InetAddress.getByName(CLIENT), firstPort + i))) {
          client.send(
              new DatagramPacket(
                  new byte[50 + i % 100], 50 + i % 100, server.getLocalSocketAddress()));
        }
        if (i % 50 == 49) {
          Eventually.pause(Duration.ofMillis(10));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks, and gives what is printed. */
  Command.Result ask(String... question) {
    return ask(Map.of(), question);
  }

  /** The same with other settings in the environment. */
  Command.Result ask(Map<String, String> others, String... question) {
    List<String> words = new ArrayList<>(List.of("env"));
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(others);
    all.forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(words("flows"));
    words.addAll(List.of(question));
    return Command.of(words).within(Duration.ofMinutes(1)).run();
  }

  /** The ports that flows came from, one for each flow, of what is here and in the store. */
  List<Integer> ports() {
    Command.Result answer =
        ask(
            "sql",
            "SELECT src_port FROM flows ORDER BY 1",
            "--csv",
            "--from-store",
            "--last",
            "2d");
    if (answer.err().contains("no flows are in the store, nor in ")) {
      return List.of(); // the first journal is not there yet
    }
    if (answer.exitCode() != 0) {
      throw new AssertionError(answer + output());
    }
    return answer.out().lines().skip(1).map(Integer::valueOf).toList();
  }

  private List<String> words(String command) {
    return List.of(
        Surroundings.launcher().toString(),
        "--config",
        config.toString(),
        "--data-dir",
        folder.resolve("data").toString(),
        "--log-dir",
        folder.resolve("logs").toString(),
        command);
  }

  @Override
  public void close() {
    lives.forEach(Background::close);
    folder.close();
  }
}
