package org.vpnledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;

/**
 * A session of which some other program told. All times are to the second.
 *
 * @param key whose; of WireGuard perhaps only the form for people, which is all that wg_monitor
 *     writes
 * @param start when it began
 * @param startNoticed when that program learnt of it: what tells the peer's sessions apart
 * @param end when it ended, or was last seen
 * @param endNoticed when that program learnt of that
 * @param endpoint the latest, absent if not known
 * @param moved what it moved, absent if that program does not count bytes
 */
public record ImportedSession(
    PeerKey key,
    Instant start,
    Instant startNoticed,
    Instant end,
    Instant endNoticed,
    @Nullable Endpoint endpoint,
    @Nullable Counters moved) {}
