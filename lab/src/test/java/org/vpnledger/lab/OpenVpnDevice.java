package org.vpnledger.lab;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of an OpenVPN server, with a namespace and an underlay link of its own. */
final class OpenVpnDevice implements TunnelEnd, AutoCloseable {
  /** Its end of the underlay link. */
  static final String LINK = "under";

  private static final int PORT = 40_000;

  private final int number;
  private final String commonName;
  private final Namespace namespace;
  private final List<String> credentials;
  private final Folder folder;
  private @Nullable Background process;
  private @Nullable String server;
  private int starts;

  /**
   * Prepares it; the server adds its link.
   *
   * @param number from 0
   * @param credentials the options that name its certificate and key
   */
  OpenVpnDevice(
      int number, String commonName, Namespace namespace, List<String> credentials, Folder folder) {
    this.number = number;
    this.commonName = commonName;
    this.namespace = namespace;
    this.credentials = credentials;
    this.folder = folder;
  }

  String commonName() {
    return commonName;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public Namespace namespace() {
    return namespace;
  }

  /** Where it connects from. */
  String address() {
    return "192.0.2." + (number + 11);
  }

  /** The same with its port, which stays the same when it connects again. */
  String endpoint() {
    return address() + ":" + PORT;
  }

  /** Connects to this server, and waits until it is. */
  void start(String underlay) {
    server = underlay;
    List<String> words =
        namespace.inside(
            "openvpn",
            "--client",
            "--dev",
            "tun",
            "--disable-dco",
            "--lport",
            Integer.toString(PORT));
    words.addAll(List.of("--remote", underlay, "--remote-cert-tls", "server"));
    words.addAll(List.of("--explicit-exit-notify", "1"));
    words.addAll(credentials);
    Background started =
        Background.start(
            words, Map.of(), folder.resolve("device" + number + "-" + starts++ + ".log"));
    process = started;
    OpenVpnServer.awaitReady(toString(), started);
  }

  /** Connects anew to the same server after {@link #disconnect} or {@link #crash}. */
  void reconnect() {
    if (server == null) {
      throw new IllegalStateException(this + " was never connected");
    }
    start(server);
  }

  /** The server learns that it goes; it forgets it some 5 s later. */
  void disconnect() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /** Ends without a word. */
  void crash() {
    if (process != null) {
      process.kill();
    }
    disconnect();
  }

  /**
   * Sends so many packets through the tunnel and gets as many back, each of 1,000 bytes and a
   * little more.
   */
  void exchange(int packets) {
    Eventually.holds(
        this + " gets " + packets + " answers",
        Eventually.PATIENCE,
        () ->
            namespace
                    .command(
                        "ping",
                        "-n",
                        "-q",
                        "-i",
                        "0.01",
                        "-W",
                        "1",
                        "-s",
                        "972",
                        "-c",
                        Integer.toString(packets),
                        OpenVpnServer.TUNNEL_ADDRESS)
                    .run()
                    .exitCode()
                == 0);
  }

  @Override
  public void close() {
    disconnect();
    namespace.close();
  }

  @Override
  public String toString() {
    return "device " + number + " of " + commonName;
  }
}
