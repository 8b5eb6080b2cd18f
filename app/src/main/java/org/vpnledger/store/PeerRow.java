package org.vpnledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * A peer as the last commit left it.
 *
 * @param id its number in this store
 * @param tunnel where; the source {@code import} until the tunnel of an imported peer is known
 * @param key who
 * @param name what it is called today, absent if it has no name
 * @param listed whether its tunnel has it as far as is known; also when only imported readings tell
 *     of it
 * @param state absent if it was not asked for, or if only imported readings tell of the peer
 * @param listenPort the tunnel's UDP port
 * @param tunnelPresent whether the tunnel exists
 * @param failing whether the tunnel could not be read at the last look
 * @param asOf when the tunnel was last read, absent if never
 */
public record PeerRow(
    long id,
    TunnelId tunnel,
    PeerKey key,
    @Nullable String name,
    boolean listed,
    @Nullable PeerState state,
    int listenPort,
    boolean tunnelPresent,
    boolean failing,
    @Nullable Instant asOf) {}
