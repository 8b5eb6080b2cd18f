/** Packets become flows: counted by 5-tuple, closed by time, bounded in memory. */
@NullMarked
package org.vpnledger.flow.table;

import org.jspecify.annotations.NullMarked;
