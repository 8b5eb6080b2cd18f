package org.vpnledger.store;

/**
 * How long each thing is kept. Months, sessions' totals and names are kept for ever: they are
 * small.
 *
 * @param fiveMinuteDays five-minute usage
 * @param hourDays hourly usage
 * @param dayYears daily usage
 * @param readingDays readings
 * @param eventDays events and sessions
 * @param machineDays the machine's own figures
 */
public record Retention(
    int fiveMinuteDays,
    int hourDays,
    int dayYears,
    int readingDays,
    int eventDays,
    int machineDays) {
  /** 7 days, 90 days, 5 years, 90 days, 5 years, 30 days. */
  public static final Retention DEFAULT = new Retention(7, 90, 5, 90, 1826, 30);
}
