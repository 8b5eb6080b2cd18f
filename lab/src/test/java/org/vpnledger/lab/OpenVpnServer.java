package org.vpnledger.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real OpenVPN server over UDP, and the devices that connect to it, joined by a bridge. Its
 * underlay is 192.0.2.0/24, the tunnel 10.88.0.0/24 and fd88::/64, all of them inside namespaces
 * only. Common names may be there more than once.
 */
final class OpenVpnServer implements AutoCloseable {
  static final String TUNNEL_ADDRESS = "10.88.0.1";
  static final String UNDERLAY = "192.0.2.1";
  private static final String BRIDGE = "br0";

  private final Folder folder = Folder.create();
  private final Namespace namespace = Namespace.create();
  private final Traffic traffic = new Traffic(namespace, TUNNEL_ADDRESS, folder);
  private final Pki pki = new Pki(folder);
  private final Pki.Identity identity = pki.server();
  private final List<OpenVpnDevice> devices = new ArrayList<>();
  private final List<String> options;
  private @Nullable Background process;
  private int starts;

  private OpenVpnServer(List<String> options) {
    this.options = options;
  }

  /**
   * Starts one, to which nobody is connected.
   *
   * @param statusVersion of its status file, which it writes each second
   * @param options more of its options, as on its command line
   */
  static OpenVpnServer start(int statusVersion, String... options) {
    return start(statusVersion, List.of(options));
  }

  /** The same. */
  static OpenVpnServer start(int statusVersion, List<String> options) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--status-version", Integer.toString(statusVersion)));
    OpenVpnServer server = new OpenVpnServer(all);
    try {
      server.build();
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void build() {
    namespace.ip("link", "add", BRIDGE, "type", "bridge", "forward_delay", "0");
    namespace.ip("address", "add", UNDERLAY + "/24", "dev", BRIDGE);
    namespace.ip("link", "set", BRIDGE, "up");
  }

  /** Starts it again after {@link #end} or {@link #crash}; devices find it by themselves. */
  void start() {
    List<String> words =
        namespace.inside(
            "openvpn", "--dev", "tun", "--disable-dco", "--dh", "none", "--duplicate-cn");
    words.addAll(List.of("--server", "10.88.0.0", "255.255.255.0", "--server-ipv6", "fd88::/64"));
    words.addAll(List.of("--topology", "subnet", "--keepalive", "1", "5"));
    words.addAll(List.of("--status", status().toString(), "1"));
    words.addAll(credentials(identity));
    words.addAll(options);
    Background started =
        Background.start(words, Map.of(), folder.resolve("server" + starts++ + ".log"));
    process = started;
    awaitReady("the server", started);
  }

  /** Connects another device, and waits until it is. */
  OpenVpnDevice connect(String commonName) {
    int number = devices.size();
    Namespace inside = Namespace.create();
    OpenVpnDevice device =
        new OpenVpnDevice(number, commonName, inside, credentials(pki.client(commonName)), folder);
    devices.add(device);
    String port = "port" + number;
    namespace.ip(
        "link",
        "add",
        port,
        "type",
        "veth",
        "peer",
        "name",
        OpenVpnDevice.LINK,
        "netns",
        inside.name());
    namespace.ip("link", "set", port, "master", BRIDGE, "up");
    inside.ip("address", "add", device.address() + "/24", "dev", OpenVpnDevice.LINK);
    inside.ip("link", "set", OpenVpnDevice.LINK, "up");
    device.start(UNDERLAY);
    return device;
  }

  static void awaitReady(String what, Background process) {
    Eventually.see(
        what + " is ready",
        Eventually.PATIENCE,
        process::output,
        output -> output.contains("Initialization Sequence Completed"));
  }

  private List<String> credentials(Pki.Identity of) {
    return List.of(
        "--ca",
        pki.authority().toString(),
        "--cert",
        of.certificate().toString(),
        "--key",
        of.key().toString());
  }

  /** The file that it writes. */
  Path status() {
    return folder.resolve("status");
  }

  /** Moves bytes between it and its devices. */
  Traffic traffic() {
    return traffic;
  }

  Namespace namespace() {
    return namespace;
  }

  /** Ends as when it is stopped: devices learn it later, and the status file stays. */
  void end() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /** Ends without mercy. */
  void crash() {
    if (process != null) {
      process.kill();
    }
    end();
  }

  @Override
  public void close() {
    traffic.close();
    devices.forEach(OpenVpnDevice::close);
    end();
    namespace.close();
    folder.close();
  }
}
