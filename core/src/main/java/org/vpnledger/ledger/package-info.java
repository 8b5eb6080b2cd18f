/**
 * What observations mean: usage, sessions and events. Pure: no input or output, no clock of its
 * own, so every trap is a plain unit test.
 */
@NullMarked
package org.vpnledger.ledger;

import org.jspecify.annotations.NullMarked;
