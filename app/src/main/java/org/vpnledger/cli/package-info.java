/** The commands that ask. They read the store and change nothing. */
@NullMarked
package org.vpnledger.cli;

import org.jspecify.annotations.NullMarked;
