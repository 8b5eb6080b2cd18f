package org.vpnledger.flow.policy;

import java.util.Locale;

/** How the address is logged that a peer talks to. */
public enum Destinations {
  /** As it is. */
  WHOLE,
  /** Its network: the first 24 bits of IPv4, the first 48 of IPv6, and zeros. */
  TRUNCATED,
  /** An address of 100::/64 that nothing leads back from once the key is destroyed. */
  HASHED;

  /** As settings write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What settings write so.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Destinations of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
