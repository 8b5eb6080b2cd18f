/** What the parts of the program cost. */
@NullMarked
package org.vpnledger.bench;

import org.jspecify.annotations.NullMarked;
