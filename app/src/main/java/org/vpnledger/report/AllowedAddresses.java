package org.vpnledger.report;

import java.util.List;

/** A peer's allowed addresses as wg_monitor shows them. */
public final class AllowedAddresses {
  /** What it cuts them at. */
  private static final int LONGEST = 1024;

  /** What it shows for none. */
  public static final String NONE = "N/A";

  private AllowedAddresses() {}

  /**
   * The host addresses without {@code /32} or {@code /128}, a comma and a space between; the
   * networks, with a comma alone, when there is none.
   */
  public static String text(List<String> networks) {
    List<String> hosts =
        networks.stream().filter(AllowedAddresses::isHost).map(AllowedAddresses::address).toList();
    String text = hosts.isEmpty() ? String.join(",", networks) : String.join(", ", hosts);
    return text.isEmpty()
        ? NONE
        : SafeText.plain(text.substring(0, Math.min(text.length(), LONGEST)));
  }

  private static boolean isHost(String network) {
    return network.endsWith(network.indexOf(':') < 0 ? "/32" : "/128");
  }

  private static String address(String network) {
    return network.substring(0, network.lastIndexOf('/'));
  }
}
