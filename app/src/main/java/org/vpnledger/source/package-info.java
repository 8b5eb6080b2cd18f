/** Ways of reading tunnels. A source yields observations and knows nothing of the ledger. */
@NullMarked
package org.vpnledger.source;

import org.jspecify.annotations.NullMarked;
