/**
 * Native access to Linux, through the JDK's foreign functions and without a library of our own.
 * Knows nothing of VPNs.
 */
@NullMarked
package org.vpnledger.kernel;

import org.jspecify.annotations.NullMarked;
