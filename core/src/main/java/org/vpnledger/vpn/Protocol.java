package org.vpnledger.vpn;

/** What a tunnel speaks, which says how its peers come and go. */
public enum Protocol {
  /** Peers are configured; whether one is there is inferred from its handshakes. */
  WIREGUARD("wireguard"),
  /** Peers are who connects, several times at once perhaps; who is not connected is not shown. */
  OPENVPN("openvpn");

  private final String label;

  Protocol(String label) {
    this.label = label;
  }

  /** The word for it in the ledger and in what is shown. */
  public String label() {
    return label;
  }
}
