package org.vpnledger.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A real WireGuard server and its clients, joined by a bridge. Its underlay is 192.0.2.0/24 and
 * fd77::/64, the tunnel 10.77.0.0/24, all of them inside namespaces only.
 */
final class Gateway implements AutoCloseable {
  static final String TUNNEL_ADDRESS = "10.77.0.1";
  private static final String UNDERLAY = "192.0.2.1";
  private static final String UNDERLAY_6 = "fd77::1";
  private static final String BRIDGE = "br0";
  private static final int PORT = 51820;
  private static final int STILL_LOOKS = 3;
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Folder folder = Folder.create();
  private final Namespace namespace = Namespace.create();
  private final KeyPair keys = KeyPair.generate();
  private final Tunnel tunnel = new Tunnel(namespace, folder, "s", TUNNEL_ADDRESS + "/24");
  private final Traffic traffic = new Traffic(namespace, TUNNEL_ADDRESS, folder);
  private final List<Client> clients = new ArrayList<>();

  private Gateway() {}

  /** Makes one; nobody has shaken hands yet and all counters are zero. */
  static Gateway withPeers(int count) {
    Gateway gateway = new Gateway();
    try {
      gateway.build(count);
      return gateway;
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  private void build(int count) {
    namespace.ip("link", "add", BRIDGE, "type", "bridge", "forward_delay", "0");
    namespace.ip("address", "add", UNDERLAY + "/24", "dev", BRIDGE);
    for (int i = 0; i < count; i++) {
      clients.add(new Client(i, folder));
    }
    recreateInterface();
    for (Client client : clients) {
      connect(client);
    }
  }

  private void connect(Client client) {
    String port = "port" + client.number();
    String other = client.namespace().name();
    namespace.ip("link", "add", port, "type", "veth", "peer", "name", Client.LINK, "netns", other);
    namespace.ip("link", "set", port, "master", BRIDGE, "up");
    client.useAddress(client.firstAddress());
    client.tunnel().start(client.keys(), PORT);
    introduceServer(client);
  }

  /** Configures the server at the client, which forgets any key that it had agreed upon. */
  private void introduceServer(Client client) {
    client.tunnel().set("peer", keys.publicKey(), "remove");
    String psk = folder.write("psk" + client.number(), client.presharedKey()).toString();
    client
        .tunnel()
        .set("peer", keys.publicKey(), "preshared-key", psk, "allowed-ips", TUNNEL_ADDRESS + "/32");
    pointAt(client, UNDERLAY);
  }

  private void pointAt(Client client, String host) {
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    client.tunnel().set("peer", keys.publicKey(), "endpoint", bracketed + ":" + PORT);
  }

  List<Client> clients() {
    return List.copyOf(clients);
  }

  Client client(int number) {
    return clients.get(number);
  }

  KeyPair keys() {
    return keys;
  }

  Namespace namespace() {
    return namespace;
  }

  String interfaceName() {
    return tunnel.name();
  }

  Traffic traffic() {
    return traffic;
  }

  /** The interface's own counters, by public key. */
  Map<String, Reading> counters() {
    return tunnel.readings();
  }

  /** Until an answer comes: the first packets may be lost to a handshake. */
  void ping(Client client) {
    Eventually.holds(
        client + " gets an answer",
        Eventually.PATIENCE,
        () ->
            client
                    .namespace()
                    .command("ping", "-n", "-c", "1", "-W", "1", TUNNEL_ADDRESS)
                    .run()
                    .exitCode()
                == 0);
  }

  /** One more device, somewhere else, with the configuration of this client. */
  Client twinOf(Client client) {
    Client twin = client.twin(clients.size(), folder);
    clients.add(twin);
    String all =
        clients.stream()
            .filter(device -> device.key().equals(client.key()))
            .map(device -> device.tunnelAddress() + "/32")
            .collect(Collectors.joining(","));
    tunnel.set("peer", client.key(), "allowed-ips", all);
    connect(twin);
    return twin;
  }

  /** The client shakes hands anew, whatever it had agreed upon, and gets an answer. */
  void callAgain(Client client) {
    introduceServer(client);
    ping(client);
  }

  /** The client appears at another underlay address, IPv4 or IPv6, and says something. */
  void moveTo(Client client, String address) {
    client.useAddress(address);
    pointAt(client, address.contains(":") ? UNDERLAY_6 : UNDERLAY);
    ping(client);
  }

  /**
   * From now on the counters stand still, so that they can be compared: otherwise a keepalive or a
   * new handshake may come at any moment, long after all traffic.
   */
  void hush() {
    tunnel.down();
    // Its process does not care: it goes on to count what comes, and what it can send.
    namespace.ip("link", "set", BRIDGE, "down");
    Map<String, Reading> before = counters();
    while (!isStill(before)) {
      before = counters();
    }
  }

  /** What it has in its queues is counted all the same. */
  private boolean isStill(Map<String, Reading> before) {
    for (int look = 0; look < STILL_LOOKS; look++) {
      Eventually.pause(LOOK);
      if (!counters().equals(before)) {
        return false;
      }
    }
    return true;
  }

  void wake() {
    plug();
    tunnel.up();
  }

  /** Brings up the bridge, which forgets its IPv6 address when it goes down. */
  private void plug() {
    namespace.ip("link", "set", BRIDGE, "up");
    namespace.ip("address", "replace", UNDERLAY_6 + "/64", "dev", BRIDGE, "nodad");
  }

  void deleteInterface() {
    tunnel.delete();
  }

  void crashInterface() {
    tunnel.crash();
  }

  /** Another interface of the same name, keys and peers, with counters at zero. */
  void recreateInterface() {
    plug();
    tunnel.start(keys, PORT);
    clients.forEach(this::enrol);
  }

  /** Lets clients find a new server now, instead of after their 15 s of waiting for the old one. */
  void reconnectAll() {
    clients.forEach(this::introduceServer);
  }

  void removePeer(Client client) {
    tunnel.set("peer", client.key(), "remove");
  }

  /** Adds a removed peer again, with counters at zero, and lets it shake hands anew. */
  void addPeer(Client client) {
    enrol(client);
    introduceServer(client);
  }

  private void enrol(Client client) {
    String psk = folder.write("psk" + client.number(), client.presharedKey()).toString();
    tunnel.set(
        "peer", client.key(), "preshared-key", psk, "allowed-ips", client.tunnelAddress() + "/32");
  }

  @Override
  public void close() {
    traffic.close();
    clients.forEach(Client::close);
    tunnel.close();
    namespace.close();
    folder.close();
  }
}
