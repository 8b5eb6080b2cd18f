/** A gateway that exists only in figures, for {@code vpnledger demo}. */
@NullMarked
package org.vpnledger.source.sim;

import org.jspecify.annotations.NullMarked;
