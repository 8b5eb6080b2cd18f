/**
 * The process that keeps the ledger, and the only place where sources, ledger, store and views
 * meet.
 */
@NullMarked
package org.vpnledger.daemon;

import org.jspecify.annotations.NullMarked;
