/** Whose an address is, and by which name a peer had looked another one up. */
@NullMarked
package org.vpnledger.flow.peer;

import org.jspecify.annotations.NullMarked;
