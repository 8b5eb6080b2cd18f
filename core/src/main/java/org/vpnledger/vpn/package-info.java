/**
 * The field's own words: tunnels, peers, counters, presence, and what a source can observe of them.
 * Imports nothing of ours.
 */
@NullMarked
package org.vpnledger.vpn;

import org.jspecify.annotations.NullMarked;
