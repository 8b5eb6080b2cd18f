package org.vpnledger.hook;

import java.util.List;

/** A peer's allowed addresses as wg_monitor shows them. */
final class AllowedAddresses {
  private static final int LONGEST = 1024;

  private AllowedAddresses() {}

  /**
   * The host addresses without {@code /32} or {@code /128}; the networks when there is none.
   *
   * @param none stands for no network at all
   */
  static String text(List<String> networks, String none) {
    List<String> hosts =
        networks.stream().filter(AllowedAddresses::isHost).map(AllowedAddresses::address).toList();
    String text = String.join(", ", hosts.isEmpty() ? networks : hosts);
    return text.isEmpty() ? none : PeerVariables.harmless(text, LONGEST);
  }

  private static boolean isHost(String network) {
    return network.endsWith(network.indexOf(':') < 0 ? "/32" : "/128");
  }

  private static String address(String network) {
    return network.substring(0, network.lastIndexOf('/'));
  }
}
