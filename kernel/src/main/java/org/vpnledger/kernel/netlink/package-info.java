/**
 * Netlink, netlink(7): sockets, messages and their attributes, interfaces (rtnetlink) and generic
 * families. Asking and reading are apart: what reads messages works on bytes, wherever these come
 * from.
 */
@NullMarked
package org.vpnledger.kernel.netlink;

import org.jspecify.annotations.NullMarked;
