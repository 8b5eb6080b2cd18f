package org.vpnledger.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Moves bytes through the tunnel with iperf3, whose servers listen at the gateway's end of it. */
final class Traffic implements AutoCloseable {
  private static final String BUFFER = "128K";
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final Namespace gateway;
  private final String address;
  private final Folder folder;
  private final Map<Integer, Background> servers = new TreeMap<>();
  private final List<Background> streams = new ArrayList<>();

  /**
   * Through a gateway's tunnels.
   *
   * @param address of the gateway inside the tunnel
   */
  Traffic(Namespace gateway, String address, Folder folder) {
    this.gateway = gateway;
    this.address = address;
    this.folder = folder;
  }

  /**
   * Moves about so many bytes of payload. The interface counts headers and acknowledgements too,
   * and iperf3 is done once it has handed over the last byte: what is then still in the socket's
   * buffer is lost, which is why that buffer is small.
   *
   * @param up from the client to the gateway: its rx
   * @param down from the gateway to the client: its tx
   */
  void transfer(TunnelEnd client, long up, long down) {
    if (up > 0) {
      run(client, "-w", BUFFER, "-n", Long.toString(up));
    }
    if (down > 0) {
      run(client, "-w", BUFFER, "-n", Long.toString(down), "-R");
    }
  }

  /** Sends datagrams to the gateway for a second, as fast as that, whether they arrive or not. */
  void flood(TunnelEnd client, int payloadBytes, int megabitsPerSecond) {
    String length = Integer.toString(payloadBytes);
    run(client, "-u", "-t", "1", "-l", length, "-b", megabitsPerSecond + "M");
  }

  /** Moves bytes in both directions until it is {@linkplain #stopStreams stopped}. */
  void startStream(TunnelEnd client, int megabitsPerSecond) {
    List<String> words =
        iperf(client, "-t", "600", "-b", megabitsPerSecond + "M", "--bidir", "-i", "0");
    streams.add(
        Background.start(words, Map.of(), folder.resolve("stream" + client.number() + ".log")));
  }

  /** Whether all streams that were started still flow. */
  boolean isStreaming() {
    return !streams.isEmpty() && streams.stream().allMatch(Background::isAlive);
  }

  void stopStreams() {
    streams.forEach(Background::close);
    streams.clear();
  }

  private void run(TunnelEnd client, String... arguments) {
    Command.of(iperf(client, arguments)).within(LIMIT).output();
  }

  private List<String> iperf(TunnelEnd client, String... arguments) {
    int port = serve(client);
    List<String> words =
        client.namespace().inside("iperf3", "-c", address, "-p", Integer.toString(port));
    words.addAll(List.of(arguments));
    return words;
  }

  /** One server a client, because each serves one test at a time. */
  private int serve(TunnelEnd client) {
    int port = 5201 + client.number();
    Background running = servers.get(port);
    if (running == null || !running.isAlive()) {
      List<String> words =
          gateway.inside("iperf3", "-s", "-B", address, "-p", Integer.toString(port));
      servers.put(
          port,
          Background.start(words, Map.of(), folder.resolve("server" + client.number() + ".log")));
      Eventually.holds("iperf3 listens at " + port, Eventually.PATIENCE, () -> isListening(port));
    }
    return port;
  }

  private boolean isListening(int port) {
    return !gateway.command("ss", "-Hltn", "sport", "=", ":" + port).output().isBlank();
  }

  @Override
  public void close() {
    stopStreams();
    servers.values().forEach(Background::close);
    servers.clear();
  }
}
