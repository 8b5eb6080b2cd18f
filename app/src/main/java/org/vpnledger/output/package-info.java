/** How files are written that others read while they change; knows nothing of VPNs. */
@NullMarked
package org.vpnledger.output;

import org.jspecify.annotations.NullMarked;
