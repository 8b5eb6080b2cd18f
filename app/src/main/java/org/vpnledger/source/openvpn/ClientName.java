package org.vpnledger.source.openvpn;

import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.PeerKey;

/** Who a client is: by its common name; where the server asks for none, by its login. */
final class ClientName {
  private ClientName() {}

  /**
   * The same for the same client, wherever its names were read.
   *
   * @param commonName empty or {@value OpenVpnClient#UNDEFINED} when there is none
   * @param login absent or empty when there is none
   */
  static PeerKey of(String commonName, @Nullable String login) {
    boolean unnamed = commonName.isEmpty() || commonName.equals(OpenVpnClient.UNDEFINED);
    String text = unnamed && login != null && !login.isEmpty() ? login : commonName;
    if (text.isEmpty()) {
      text = OpenVpnClient.UNDEFINED;
    }
    return new PeerKey(text.substring(0, Math.min(text.length(), PeerKey.MAX_LENGTH)));
  }
}
