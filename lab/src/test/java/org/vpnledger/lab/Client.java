package org.vpnledger.lab;

/** A peer of the gateway, with a namespace, an underlay link and a tunnel of its own. */
final class Client implements TunnelEnd, AutoCloseable {
  /** Its end of the underlay link. */
  static final String LINK = "under";

  private final int number;
  private final Namespace namespace;
  private final KeyPair keys;
  private final String presharedKey;
  private final Tunnel tunnel;

  /**
   * Prepares it.
   *
   * @param number from 0
   */
  Client(int number, Folder folder) {
    this(number, folder, KeyPair.generate(), KeyPair.presharedKey());
  }

  private Client(int number, Folder folder, KeyPair keys, String presharedKey) {
    this.number = number;
    this.keys = keys;
    this.presharedKey = presharedKey;
    this.namespace = Namespace.create();
    this.tunnel = new Tunnel(namespace, folder, "c", tunnelAddress() + "/24");
  }

  /** Another device with the same configuration, but for the address inside the tunnel. */
  Client twin(int twinNumber, Folder folder) {
    return new Client(twinNumber, folder, keys, presharedKey);
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public Namespace namespace() {
    return namespace;
  }

  KeyPair keys() {
    return keys;
  }

  /** What identifies it at the gateway. */
  String key() {
    return keys.publicKey();
  }

  String presharedKey() {
    return presharedKey;
  }

  Tunnel tunnel() {
    return tunnel;
  }

  String tunnelAddress() {
    return "10.77.0." + (number + 2);
  }

  /** The underlay address that it begins with. */
  String firstAddress() {
    return "192.0.2." + (number + 11);
  }

  /** Cuts its way to the gateway, as a laptop that is closed: nothing is announced. */
  void silence() {
    namespace.ip("link", "set", LINK, "down");
  }

  /** Has this underlay address from now on, and none else. */
  void useAddress(String address) {
    namespace.ip("address", "flush", "dev", LINK, "scope", "global");
    if (address.contains(":")) {
      namespace.ip("address", "add", address + "/64", "dev", LINK, "nodad");
    } else {
      namespace.ip("address", "add", address + "/24", "dev", LINK);
    }
    namespace.ip("link", "set", LINK, "up");
  }

  @Override
  public void close() {
    tunnel.close();
    namespace.close();
  }

  @Override
  public String toString() {
    return "client " + number;
  }
}
