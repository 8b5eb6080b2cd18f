package org.vpnledger.source.openvpn;

import java.time.Duration;
import java.time.Instant;
import org.vpnledger.vpn.OpenVpnStatus;

/**
 * A status file as it was read.
 *
 * @param status what it shows
 * @param modified when it was last written, by the clock of this machine. A server that has ended
 *     leaves its file behind: only its age tells. In version 1 of the file, a difference to {@link
 *     OpenVpnStatus#updated} of hours means that the server's time zone is another one.
 */
public record StatusReading(OpenVpnStatus status, Instant modified) {

  /** How old the file is at this time; never negative, although clocks may be put back. */
  public Duration age(Instant now) {
    return modified.isAfter(now) ? Duration.ZERO : Duration.between(modified, now);
  }
}
