package org.vpnledger.calendar;

/** How finely usage is kept, finest first. */
public enum Resolution {
  FIVE_MINUTES,
  /** Hours of the local clock: they begin at half past UTC hours in India. */
  HOUR,
  /** Local days of 23, 24 or 25 hours. */
  DAY,
  /** Local calendar months. */
  MONTH
}
