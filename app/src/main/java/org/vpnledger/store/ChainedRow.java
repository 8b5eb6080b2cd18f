package org.vpnledger.store;

import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Link;
import org.vpnledger.ledger.Event;

/**
 * An event with its link in the chain of all.
 *
 * @param seq without gaps, from 1
 * @param event absent when what is stored can be none
 * @param link as it is stored; absent when what is stored is no hash
 */
public record ChainedRow(long seq, @Nullable Event event, @Nullable Link link) {}
