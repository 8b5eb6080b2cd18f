/** The connection audit: events as records of logs that others keep. */
@NullMarked
package org.vpnledger.audit;

import org.jspecify.annotations.NullMarked;
