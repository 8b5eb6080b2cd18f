package org.vpnledger.name;

/** The kinds of files that name peers, after the tool that writes them. */
public enum NameFormat {
  /** wg-easy up to 14: JSON, {@code /etc/wireguard/wg0.json}. */
  WG_EASY("wg-easy"),
  /** wg-easy from 15: SQLite, {@code /etc/wireguard/wg-easy.db}. */
  WG_EASY_15("wg-easy 15"),
  /** WGDashboard: SQLite, {@code db/wgdashboard.db}. */
  WGDASHBOARD("WGDashboard"),
  /** wireguard-ui: one JSON a client in {@code db/clients}. */
  WIREGUARD_UI("wireguard-ui"),
  /** PiVPN: {@code /etc/wireguard/configs/clients.txt}. */
  PIVPN("PiVPN"),
  /** mdlayher's wireguard_exporter: TOML with {@code [[peer]]}. */
  EXPORTER("wireguard_exporter"),
  /** Comments in a WireGuard configuration, in whichever tool's dialect. */
  COMMENTS("comments");

  private final String label;

  NameFormat(String label) {
    this.label = label;
  }

  /** What people call it. */
  public String label() {
    return label;
  }
}
