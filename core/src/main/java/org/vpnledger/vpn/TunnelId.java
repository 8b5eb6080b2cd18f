package org.vpnledger.vpn;

import java.util.Comparator;

/**
 * One WireGuard interface or OpenVPN server instance of this gateway. A ledger belongs to exactly
 * one gateway, so the gateway is not repeated here.
 *
 * @param source the configured way of reading, unique within the gateway
 * @param interfaceName the interface's name, up to 15 bytes for a Linux interface
 */
public record TunnelId(String source, String interfaceName) implements Comparable<TunnelId> {
  private static final Comparator<TunnelId> ORDER =
      Comparator.comparing(TunnelId::interfaceName).thenComparing(TunnelId::source);

  public TunnelId {
    if (source.isEmpty() || interfaceName.isEmpty()) {
      throw new IllegalArgumentException("a tunnel needs a source and an interface");
    }
  }

  @Override
  public int compareTo(TunnelId other) {
    return ORDER.compare(this, other);
  }

  /** The form for people: {@code wg0@uapi}. */
  @Override
  public String toString() {
    return interfaceName + "@" + source;
  }
}
