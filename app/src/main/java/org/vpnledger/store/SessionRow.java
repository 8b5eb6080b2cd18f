package org.vpnledger.store;

import org.vpnledger.ledger.Session;

/**
 * A session, with the bytes of an open one as of the last commit.
 *
 * @param peer the peer's number
 * @param measured whether what it moved is known; if not, its bytes are 0. Sessions that were
 *     imported from a log of presence are not
 */
public record SessionRow(long peer, Session session, boolean measured) {}
