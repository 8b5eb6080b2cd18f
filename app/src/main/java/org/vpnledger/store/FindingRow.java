package org.vpnledger.store;

import org.vpnledger.ledger.Event;

/**
 * What was found out beside the ledger and waits to become an event.
 *
 * @param number in the order of all, never given again
 * @param event noticed when what it follows from was
 */
public record FindingRow(long number, Event event) {}
