/**
 * Where addresses are: databases of the operator's in MaxMind's format, a service that is asked
 * only when the operator says so, and what follows for peers who move.
 */
@NullMarked
package org.vpnledger.place;

import org.jspecify.annotations.NullMarked;
