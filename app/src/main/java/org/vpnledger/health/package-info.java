/** Whether all is well with a running daemon and its tunnels, for machines that ask by HTTP. */
@NullMarked
package org.vpnledger.health;

import org.jspecify.annotations.NullMarked;
