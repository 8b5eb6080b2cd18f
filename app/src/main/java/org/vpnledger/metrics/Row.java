package org.vpnledger.metrics;

import org.vpnledger.ledger.PeerState;

/** A peer with the labels that a dialect gives it. */
record Row(TunnelView tunnel, PeerState peer, Labels labels) {}
