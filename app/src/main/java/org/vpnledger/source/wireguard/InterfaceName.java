package org.vpnledger.source.wireguard;

/** Which names an interface may have. */
final class InterfaceName {
  /** IFNAMSIZ less the terminating zero. */
  static final int MAX_LENGTH = 15;

  private InterfaceName() {}

  /**
   * Whether this is a name that wg-quick(8) accepts: letters, digits and {@code _=+.-}. What passes
   * can be part of a path, a label or a log line.
   */
  static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && name.chars().allMatch(InterfaceName::isAllowed)
        && !name.equals(".")
        && !name.equals("..");
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_=+.-".indexOf(c) >= 0;
  }
}
