/**
 * What may be logged about whom, how addresses are disguised that may not be told, and when files
 * go.
 */
@NullMarked
package org.vpnledger.flow.policy;

import org.jspecify.annotations.NullMarked;
