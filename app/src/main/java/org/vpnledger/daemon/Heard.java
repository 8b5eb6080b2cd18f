package org.vpnledger.daemon;

import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.TunnelId;

/**
 * What is listened to: a tunnel, or an interface that is none.
 *
 * @param tunnel absent if no source reads it
 * @param device the interface's name
 */
record Heard(@Nullable TunnelId tunnel, String device) {
  /**
   * As rules are asked about it, which name an interface alone or with its source: {@code
   * wg0@SOURCE}.
   */
  String ruled() {
    return tunnel == null ? device : tunnel.toString();
  }

  /** The tunnel's own name, which its interface need not have. */
  String plain() {
    return tunnel == null ? device : tunnel.interfaceName();
  }
}
