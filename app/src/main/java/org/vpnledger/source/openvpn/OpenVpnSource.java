package org.vpnledger.source.openvpn;

import org.jspecify.annotations.Nullable;
import org.vpnledger.source.Source;
import org.vpnledger.vpn.OpenVpnStatus;

/** An OpenVPN server, however it is read. Its only tunnel has the source's name. */
public sealed interface OpenVpnSource extends Source permits StatusSource, ManagementSource {

  /** Where it is read: a file's path, or the address of its management interface. */
  String where();

  /** What the last look showed, absent if it failed; by any thread. */
  @Nullable OpenVpnStatus latest();

  /** How many looks failed; by any thread. */
  long failures();
}
