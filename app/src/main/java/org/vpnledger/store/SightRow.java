package org.vpnledger.store;

import java.time.Instant;
import org.vpnledger.vpn.Endpoint;

/**
 * Where a peer was seen.
 *
 * @param peer its number
 * @param last when it was seen there last, as far as what was asked tells
 */
public record SightRow(long peer, Endpoint endpoint, Instant last) {}
