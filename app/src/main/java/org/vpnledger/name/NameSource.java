package org.vpnledger.name;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.PeerKey;

/**
 * A place that names come from, and what it gives now.
 *
 * @param origin which, as in {@code /etc/wireguard/wg-easy.db (wg-easy 15)}
 * @param readAt when it was last read well, absent for the settings and if it never was
 * @param problem what is wrong with it, one line; absent if nothing is
 * @param names by public key
 * @param labels what else it says of peers, by public key and label
 */
public record NameSource(
    String origin,
    @Nullable Instant readAt,
    @Nullable String problem,
    Map<PeerKey, String> names,
    Map<PeerKey, Map<String, String>> labels) {
  public NameSource {
    names = Map.copyOf(names);
    labels = Map.copyOf(labels);
  }

  /** One that gives nothing but names. */
  NameSource(
      String origin,
      @Nullable Instant readAt,
      @Nullable String problem,
      Map<PeerKey, String> names) {
    this(origin, readAt, problem, names, Map.of());
  }
}
