/**
 * Who talked to whom through a tunnel: packets as they pass, the flows that they make, the files
 * that keep them, and questions about those.
 */
@NullMarked
package org.vpnledger.flow;

import org.jspecify.annotations.NullMarked;
