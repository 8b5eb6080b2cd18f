package org.vpnledger.flow.log;

import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.Direction;

/**
 * What a peer moved in a while, where nothing finer may be logged.
 *
 * @param startNs its beginning, in ns since 1970
 * @param endNs its end
 * @param bytes of IP packets, headers included
 */
public record TotalRow(
    long startNs,
    long endNs,
    String gateway,
    String tunnel,
    @Nullable String peer,
    @Nullable String name,
    Direction direction,
    long packets,
    long bytes) {

  /** The first line of a log of totals. */
  public static final String HEADER =
      "start_ns,end_ns,gateway,tunnel,peer,name,direction,packets,bytes";
}
