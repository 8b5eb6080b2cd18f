package org.vpnledger.page;

import java.time.Duration;

/**
 * How much the page says.
 *
 * @param providers whether it is said whose network an address is in
 * @param fullNames whether names are shown whole, or their first letters only
 * @param addressDays for how many days addresses and places are shown, 0 for none at all
 * @param mostRows users that are shown at most
 * @param interval between two times that the page is made
 */
public record PageRules(
    boolean providers, boolean fullNames, int addressDays, int mostRows, Duration interval) {
  private static final int DAYS_OF_COUNT = 7;

  /** For how many days addresses are counted, which is also done when none is shown. */
  int daysCounted() {
    return addressDays == 0 ? DAYS_OF_COUNT : addressDays;
  }
}
