/** Flows to collectors that are there already: IPFIX (RFC 7011) over UDP and TCP. */
@NullMarked
package org.vpnledger.flow.ipfix;

import org.jspecify.annotations.NullMarked;
