package org.vpnledger.live;

import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.OpenVpnStatus;

/**
 * An OpenVPN server that is read.
 *
 * @param name of the source
 * @param where its status file, or the address of its management interface
 * @param status what it showed when it was last read, absent if that failed
 * @param failures how often it could not be read since the daemon began
 */
public record OpenVpnServer(
    String name, String where, @Nullable OpenVpnStatus status, long failures) {}
