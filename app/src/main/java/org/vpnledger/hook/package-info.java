/**
 * The operator's script, run for each event that it was asked for: never lost, never in the way.
 */
@NullMarked
package org.vpnledger.hook;

import org.jspecify.annotations.NullMarked;
