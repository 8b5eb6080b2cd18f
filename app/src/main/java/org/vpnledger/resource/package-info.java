/**
 * The machine's own figures: how full a disk is, memory, load, processes. Knows nothing of VPNs.
 */
@NullMarked
package org.vpnledger.resource;

import org.jspecify.annotations.NullMarked;
