/** Which five minutes, hour, day and month a moment belongs to, in the ledger's own zone. */
@NullMarked
package org.vpnledger.calendar;

import org.jspecify.annotations.NullMarked;
