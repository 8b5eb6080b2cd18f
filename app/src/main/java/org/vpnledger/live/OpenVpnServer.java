package org.vpnledger.live;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.OpenVpnStatus;

/**
 * An OpenVPN server whose status file is read.
 *
 * @param name of the source
 * @param file where the server writes its status
 * @param status what the file showed when it was last read, absent if that failed
 * @param failures how often it could not be read since the daemon began
 */
public record OpenVpnServer(
    String name, Path file, @Nullable OpenVpnStatus status, long failures) {}
