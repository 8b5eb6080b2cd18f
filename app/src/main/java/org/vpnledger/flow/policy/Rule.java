package org.vpnledger.flow.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Network;

/**
 * What is logged otherwise about some. What is absent of the first three matches everything, what
 * is absent of the others is left to a later rule.
 *
 * @param peer its name in any case, or exactly its public key or common name
 * @param network of one of the two addresses
 * @param tunnel the interface's name, alone or with its source: {@code wg0@SOURCE}
 */
public record Rule(
    @Nullable String peer,
    @Nullable Network network,
    @Nullable String tunnel,
    @Nullable Level level,
    @Nullable Destinations destinations,
    @Nullable Boolean dns) {

  /**
   * Whether it may say something about that peer in that tunnel, whatever the addresses.
   *
   * @param key absent if it is nobody's traffic, which no rule about a peer matches
   */
  boolean isAbout(String tunnelName, @Nullable String key, @Nullable String name) {
    return (tunnel == null || isTunnel(tunnelName)) && (peer == null || isPeer(key, name));
  }

  private boolean isTunnel(String tunnelName) {
    return tunnelName.equals(tunnel) || tunnelName.startsWith(tunnel + "@");
  }

  private boolean isPeer(@Nullable String key, @Nullable String name) {
    return peer != null
        && (peer.equals(key)
            || (name != null
                && peer.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))));
  }

  /** Whether it holds for traffic between these. */
  boolean covers(Address src, Address dst) {
    return network == null || network.contains(src) || network.contains(dst);
  }
}
