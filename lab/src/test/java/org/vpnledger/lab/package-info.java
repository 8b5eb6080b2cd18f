/**
 * Tests against the real thing: WireGuard tunnels in network namespaces of their own, with the
 * program under test as a black box beside them. Some are kernels' own, in machines booted for it.
 * Nothing of ours is imported, but in {@code inside}; no packet leaves the machine.
 */
@NullMarked
package org.vpnledger.lab;

import org.jspecify.annotations.NullMarked;
