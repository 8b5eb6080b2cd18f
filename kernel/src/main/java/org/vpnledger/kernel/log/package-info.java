/** The kernel's log, as it is written: records from {@code /dev/kmsg}, read and never changed. */
@NullMarked
package org.vpnledger.kernel.log;

import org.jspecify.annotations.NullMarked;
