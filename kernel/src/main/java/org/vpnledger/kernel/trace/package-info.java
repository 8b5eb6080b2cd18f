/**
 * Being told of calls within the kernel as they happen: probes on its functions, what they fetch
 * from its structures, and where the members of those are. For root only, and optional always.
 */
@NullMarked
package org.vpnledger.kernel.trace;

import org.jspecify.annotations.NullMarked;
