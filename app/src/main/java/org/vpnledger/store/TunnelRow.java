package org.vpnledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.LinkTroubles;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/**
 * A tunnel as the last commit left it.
 *
 * @param id its number in this store
 * @param tunnel which
 * @param present whether it exists
 * @param failing whether it could not be read at the last look
 * @param asOf when it was last read, absent if never
 * @param protocol what it speaks
 * @param noticing how handshakes on it are noticed between reads
 * @param troubles what its interface lost, absent where that is not to be seen
 */
public record TunnelRow(
    long id,
    TunnelId tunnel,
    boolean present,
    boolean failing,
    @Nullable Instant asOf,
    Protocol protocol,
    Noticing noticing,
    @Nullable LinkTroubles troubles) {}
