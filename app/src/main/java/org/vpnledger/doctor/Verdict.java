package org.vpnledger.doctor;

import java.util.Locale;

/** How a thing is. */
public enum Verdict {
  OK,
  /** Nothing is lost, and something could be better. */
  NOTE,
  /** Who asks may not see it: root would. */
  HIDDEN,
  /** Something is not logged, or will not be, or may be seen or changed by who should not. */
  PROBLEM;

  /** {@code problem}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
