package org.vpnledger.store;

import java.time.Instant;
import org.vpnledger.ledger.Amount;

/**
 * What was moved in one bucket: closed, still open and corrected, all together.
 *
 * @param start when the bucket starts
 * @param id the peer's number, or the tunnel's
 * @param amount the bytes
 */
public record UsageRow(Instant start, long id, Amount amount) {}
