package org.vpnledger.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.PeerKey;

/**
 * A place that names come from, as the daemon last saw it.
 *
 * @param origin which, one line for people
 * @param readAt when it was last read well, absent if it is no file or could never be read
 * @param problem what is wrong with it, one line for people; absent if nothing is
 * @param names all that it gives, also those that another place overrules
 */
public record NameSourceRow(
    String origin, @Nullable Instant readAt, @Nullable String problem, Map<PeerKey, String> names) {
  public NameSourceRow {
    names = Map.copyOf(names);
  }
}
