/** What runs inside a guest, on the program's own classes. */
@NullMarked
package org.vpnledger.lab.inside;

import org.jspecify.annotations.NullMarked;
