/**
 * Reading WireGuard: the sockets of userspace implementations and the output of {@code wg show}.
 * Private and preshared keys never leave the buffer they were read to, and that is wiped.
 */
@NullMarked
package org.vpnledger.source.wireguard;

import org.jspecify.annotations.NullMarked;
