/** Metrics that are sent or written instead of asked for. */
@NullMarked
package org.vpnledger.metrics.push;

import org.jspecify.annotations.NullMarked;
