/**
 * The program's HTTP listener: who may ask, over which connection, and how long a slow client is
 * waited for. It knows nothing of what is asked: whoever starts it brings the pages. The server
 * beneath is Helidon WebServer; nothing of it is seen outside this package.
 */
@NullMarked
package org.vpnledger.web;

import org.jspecify.annotations.NullMarked;
