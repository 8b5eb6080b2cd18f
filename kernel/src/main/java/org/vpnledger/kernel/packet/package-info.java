/** Packets as they pass, packet(7): filters that the kernel runs, and being told of a match. */
@NullMarked
package org.vpnledger.kernel.packet;

import org.jspecify.annotations.NullMarked;
