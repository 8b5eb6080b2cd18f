package org.vpnledger.source.sim;

import org.vpnledger.vpn.Endpoint;

/**
 * From where a peer connects. All addresses are set aside for documentation: 192.0.2.0/24 stands
 * for homes, 203.0.113.0/24 for the office's own address and hotels, 198.51.100.0/24 and
 * 2001:db8::/32 for mobile networks (RFC 5737, RFC 3849).
 */
final class Whereabouts {
  private static final int HOUR = 3600;
  private static final int DAY = 24 * HOUR;

  /** How long the one of two devices that share a key is heard before the other. */
  private static final int TURN_SECONDS = 20;

  private static final String OFFICE = "203.0.113.10";

  private Whereabouts() {}

  /**
   * @param number of the peer, from 0
   * @param second since the gateway's beginning
   */
  static Endpoint at(Cast.Role role, int number, long second, Chance chance) {
    if (role.shared()) {
      boolean other = second / TURN_SECONDS % 2 == 1;
      return new Endpoint("192.0.2." + (other ? 200 : 20 + number), other ? 40_404 : 51_820);
    }
    if (role.travels()) {
      // A new place every six hours at most, and a new port with it.
      long block = second / (6 * HOUR);
      int port = port(block, chance);
      switch (chance.below(8, block, 51)) {
        case 0 -> {
          return new Endpoint(
              "2001:db8:" + Integer.toHexString(16 + number) + "::" + (1 + block % 9), port);
        }
        case 1, 2 -> {
          return new Endpoint("198.51.100." + (1 + chance.below(250, block, 52)), port);
        }
        case 3 -> {
          return new Endpoint("203.0.113." + (100 + chance.below(100, block, 53)), port);
        }
        default -> {}
      }
    }
    // A home router forgets its mapping now and then: another port, at most daily.
    int port = port(second / DAY, chance);
    return role.habit() == Habit.OFFICE && number % 3 != 0
        ? new Endpoint(OFFICE, port)
        : new Endpoint("192.0.2." + (20 + number), port);
  }

  private static int port(long block, Chance chance) {
    return 32_768 + chance.below(28_000, block, 54);
  }
}
