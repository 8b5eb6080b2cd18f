/** What a packet says of itself, and what a message of DNS does. Everything is read as hostile. */
@NullMarked
package org.vpnledger.flow.decode;

import org.jspecify.annotations.NullMarked;
