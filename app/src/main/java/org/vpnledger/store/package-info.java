/** What the ledger is kept in: the faces for appending and for asking. */
@NullMarked
package org.vpnledger.store;

import org.jspecify.annotations.NullMarked;
