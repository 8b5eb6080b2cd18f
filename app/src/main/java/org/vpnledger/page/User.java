package org.vpnledger.page;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Protocol;

/**
 * A row of the page: a client of OpenVPN or a peer of WireGuard, of one tunnel.
 *
 * @param name as the page shows it: harmless, not too long, perhaps its first letter only
 * @param lastSeen the last activity, absent if never
 * @param since when the session began that goes on, absent if none does
 * @param hours of today
 * @param days of this month
 * @param addresses how many there were; at most {@link Addresses#MOST}
 * @param whereabouts some of them, the latest first; none if they are not to be told
 */
record User(
    String name,
    String tunnel,
    Protocol protocol,
    Standing standing,
    @Nullable Instant lastSeen,
    @Nullable Instant since,
    Usage usage,
    Bars hours,
    Bars days,
    int addresses,
    List<Whereabouts> whereabouts) {}
