/** Finished files to an object store, none lost and none twice; knows nothing of VPNs. */
@NullMarked
package org.vpnledger.spool;

import org.jspecify.annotations.NullMarked;
