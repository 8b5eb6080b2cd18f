package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.flow.capture.Routes;
import org.vpnledger.kernel.InterfaceIndex;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.vpn.Network;
import org.vpnledger.vpn.TunnelId;

/**
 * Which interface is an OpenVPN server's: the one of the server's own name, or the one by which the
 * kernel reaches its clients, since no status tells. Used by one thread.
 */
final class ClientDevices {
  private static final Logger LOG = LoggerFactory.getLogger(ClientDevices.class);
  private static final long EVERY_NS = Duration.ofSeconds(10).toNanos();

  private static final Path LINKS = Path.of("/sys/class/net");

  private final Map<TunnelId, String> devices = new HashMap<>();
  private @Nullable Routes routes;
  private long readNs;

  /** Its name; what the server is called as long as it is not known. */
  String of(TunnelState server) {
    String name = server.id().interfaceName();
    try {
      if (InterfaceIndex.of(name) != 0) {
        return name;
      }
      String found = byRoute(server);
      if (found != null) {
        devices.put(server.id(), found);
      }
    } catch (IOException e) {
      LOG.debug("the interface of {}", name, e); // the next look may tell
    }
    return devices.getOrDefault(server.id(), name);
  }

  /**
   * Not the network card, by which a route may lead when the tunnel is gone for a moment: a device
   * of tun(4), or of the kernel's own OpenVPN.
   */
  private static boolean isTunnel(String device) throws IOException {
    Path link = LINKS.resolve(device);
    return Files.exists(link.resolve("tun_flags"))
        || Files.readString(link.resolve("uevent")).contains("DEVTYPE=ovpn");
  }

  private @Nullable String byRoute(TunnelState server) throws IOException {
    Routes now = routes;
    if (now == null || System.nanoTime() - readNs >= EVERY_NS) {
      now = Routes.now();
      routes = now;
      readNs = System.nanoTime();
    }
    for (PeerState client : server.peers().values()) {
      for (String text : client.listed() ? client.allowedIps() : List.<String>of()) {
        Network network = Network.parse(text);
        String device = network == null ? null : now.device(network.first());
        if (device != null && isTunnel(device)) {
          return device;
        }
      }
    }
    return null;
  }
}
