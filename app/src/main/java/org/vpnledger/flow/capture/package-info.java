/** Where packets come from: an interface's ring, or a file of packets. */
@NullMarked
package org.vpnledger.flow.capture;

import org.jspecify.annotations.NullMarked;
