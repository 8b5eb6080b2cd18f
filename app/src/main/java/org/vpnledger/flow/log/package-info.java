/** What is written: the packet log and the flow log, line by line, and when a file is finished. */
@NullMarked
package org.vpnledger.flow.log;

import org.jspecify.annotations.NullMarked;
