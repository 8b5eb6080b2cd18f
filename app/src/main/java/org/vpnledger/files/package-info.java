/** The bandwidth files that people's scripts read, written behind a cursor and read back in. */
@NullMarked
package org.vpnledger.files;

import org.jspecify.annotations.NullMarked;
