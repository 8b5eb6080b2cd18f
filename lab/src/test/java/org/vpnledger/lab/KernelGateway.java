package org.vpnledger.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A kernel's own WireGuard server in a guest and its clients, each in a namespace of its own with a
 * link to the server's. Client number n has 192.0.2.(4n)/30 and fe80::/64 as its underlay and
 * 10.77.0.(n+2) in the tunnel; every interface is called {@value #INTERFACE}.
 */
final class KernelGateway implements AutoCloseable {
  static final String INTERFACE = "wg0";
  private static final String TUNNEL_ADDRESS = "10.77.0.1";
  private static final int PORT = 51820;
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final Guest guest;
  private final GuestNamespace server;
  private final KeyPair keys = KeyPair.generate();
  private final List<Peer> clients = new ArrayList<>();

  /** A client: what it is at the server, and where it lives. */
  record Peer(int number, GuestNamespace namespace, KeyPair keys, String presharedKey) {
    String key() {
      return keys.publicKey();
    }

    /** The server's end of the link to it. */
    String link() {
      return "link" + number;
    }

    private String endpoint() {
      return "192.0.2." + (4 * number + 1);
    }

    @Override
    public String toString() {
      return "client " + number;
    }
  }

  private KernelGateway(Guest guest) {
    this.guest = guest;
    this.server = GuestNamespace.create(guest);
  }

  /** Makes one; nobody has shaken hands yet and all counters are zero. */
  static KernelGateway withPeers(Guest guest, int count) {
    KernelGateway gateway = new KernelGateway(guest);
    for (int i = 0; i < count; i++) {
      gateway.clients.add(
          new Peer(i, GuestNamespace.create(guest), KeyPair.generate(), KeyPair.presharedKey()));
    }
    gateway.recreateInterface();
    gateway.clients.forEach(gateway::connect);
    return gateway;
  }

  private void connect(Peer client) {
    guest.output(
        """
        set -e
        ip -n %1$s -batch - <<.
        link add %3$s type veth peer name under netns %2$s
        link set %3$s addrgenmode none
        address add 192.0.2.%4$d/30 dev %3$s
        address add fe80::1/64 dev %3$s nodad
        link set %3$s up
        .
        ip -n %2$s -batch - <<.
        link set under addrgenmode none
        address add 192.0.2.%5$d/30 dev under
        address add fe80::2/64 dev under nodad
        link set under up
        link add wg0 type wireguard
        address add 10.77.0.%6$d/24 dev wg0
        .
        """
            .formatted(
                server.name(),
                client.namespace().name(),
                client.link(),
                4 * client.number() + 1,
                4 * client.number() + 2,
                client.number() + 2));
    reconnect(client);
  }

  Guest guest() {
    return guest;
  }

  GuestNamespace server() {
    return server;
  }

  Peer client(int number) {
    return clients.get(number);
  }

  List<Peer> clients() {
    return List.copyOf(clients);
  }

  /** Lets a client shake hands with the server anew with its next packet, over IPv4. */
  void reconnect(Peer client) {
    reconnect(client, client.endpoint());
  }

  /** The same over IPv6, from an address that is nothing without its zone. */
  void reconnectOverLinkLocal(Peer client) {
    reconnect(client, "[fe80::1%under]");
  }

  private void reconnect(Peer client, String host) {
    String configuration =
        """
        [Interface]
        PrivateKey = %s
        [Peer]
        PublicKey = %s
        PresharedKey = %s
        AllowedIPs = 10.77.0.0/24
        Endpoint = %s:%d
        """
            .formatted(
                client.keys().privateKey(), keys.publicKey(), client.presharedKey(), host, PORT);
    client
        .namespace()
        .output(
            "ip link set wg0 down; wg setconf wg0 /dev/stdin <<.\n%s.\nip link set wg0 up"
                .formatted(configuration));
  }

  /** Until an answer comes: the first packets may be lost to a handshake. */
  void ping(Peer client) {
    guest.output(
        "until %s ping -n -c 1 -W 2 %s >/dev/null; do sleep 0.2; done"
            .formatted(client.namespace().exec(), TUNNEL_ADDRESS),
        "",
        PATIENCE);
  }

  /**
   * Moves about so many bytes of payload through the tunnel.
   *
   * @param up from the client to the server: its rx
   * @param down from the server to the client: its tx
   */
  void transfer(Peer client, long up, long down) {
    ping(client);
    server.output("ss -Hltn sport = :5201 | grep -q . || iperf3 -s -D -B " + TUNNEL_ADDRESS);
    String iperf = client.namespace().exec() + " iperf3 -c " + TUNNEL_ADDRESS + " -w 128K -n ";
    if (up > 0) {
      guest.output(iperf + up, "", PATIENCE);
    }
    if (down > 0) {
      guest.output(iperf + down + " -R", "", PATIENCE);
    }
  }

  /** The interface's own counters, by public key. */
  Map<String, Reading> counters() {
    return Reading.parse(guest.output(server.exec() + " wg show " + INTERFACE + " dump"));
  }

  /** From now on the counters stand still, so that they can be compared. */
  void hush() {
    server.output("ip link set wg0 down");
  }

  void wake() {
    server.output("ip link set wg0 up");
  }

  void deleteInterface() {
    server.output("ip link del wg0");
  }

  /** Another interface of the same name, keys and peers, with counters at zero. */
  void recreateInterface() {
    StringBuilder configuration = new StringBuilder();
    configuration.append(
        "[Interface]\nPrivateKey = %s\nListenPort = %d\nFwMark = 0xca6c\n"
            .formatted(keys.privateKey(), PORT));
    for (Peer client : clients) {
      configuration.append(
          "[Peer]\nPublicKey = %s\nPresharedKey = %s\nAllowedIPs = 10.77.0.%d/32, fd77::%d/128\n"
              .formatted(
                  client.key(), client.presharedKey(), client.number() + 2, client.number() + 2));
    }
    server.output(
        """
        ip link add wg0 type wireguard
        wg setconf wg0 /dev/stdin <<.
        %s.
        ip address add %s/24 dev wg0
        ip link set wg0 up
        """
            .formatted(configuration, TUNNEL_ADDRESS));
  }

  @Override
  public void close() {
    clients.forEach(client -> client.namespace().close());
    server.close();
  }
}
