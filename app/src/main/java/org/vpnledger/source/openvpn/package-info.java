/**
 * Reading OpenVPN: the status file that a server writes. Names in it are somebody's text from
 * outside and are not escaped in two of the three versions of the file.
 */
@NullMarked
package org.vpnledger.source.openvpn;

import org.jspecify.annotations.NullMarked;
