package org.vpnledger.store;

import org.vpnledger.ledger.Session;

/**
 * A session, with the bytes of an open one as of the last commit.
 *
 * @param peer the peer's number
 */
public record SessionRow(long peer, Session session) {}
