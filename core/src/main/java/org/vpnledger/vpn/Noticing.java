package org.vpnledger.vpn;

/** How a handshake on a tunnel is noticed between two reads. */
public enum Noticing {
  /** Not before the next read. */
  POLLS("polls"),

  /** A handshake's packets, as they pass outside of the tunnel, call for a read. */
  PACKETS("packets"),

  /** The kernel tells of each as it completes it. */
  KPROBE("kprobe");

  private final String label;

  Noticing(String label) {
    this.label = label;
  }

  /** The word for it in reports and files. */
  public String label() {
    return label;
  }
}
