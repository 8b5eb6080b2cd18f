/**
 * What a running daemon knows at one moment, for those who look while it runs: metrics, health, the
 * page. Immutable, and made at the poll, so that no look costs the ledger anything.
 */
@NullMarked
package org.vpnledger.live;

import org.jspecify.annotations.NullMarked;
