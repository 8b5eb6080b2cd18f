package org.vpnledger.ledger;

import java.util.List;

/**
 * What follows from an observation.
 *
 * @param state to be adopted once {@code entries} are committed, not before
 * @param entries to be committed as one
 */
public record Outcome(State state, List<Entry> entries) {}
