package org.vpnledger.store;

import org.vpnledger.ledger.Event;

/**
 * An event with its place in the order of all.
 *
 * @param seq without gaps, from 1
 */
public record EventRow(long seq, Event event) {}
