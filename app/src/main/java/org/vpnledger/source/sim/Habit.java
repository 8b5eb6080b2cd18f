package org.vpnledger.source.sim;

import java.time.DayOfWeek;
import java.time.LocalDateTime;

/** How somebody uses the tunnel over a day and a week. */
enum Habit {
  /** On weekdays from about nine to about six. */
  OFFICE,
  /** Films after dinner, most days. */
  EVENING,
  /** Backups to a store at home, every night: heavy, and towards the server. */
  NIGHT_BACKUP,
  /** A little at any hour of the day, seldom for long. */
  PHONE,
  /** Afternoons of the weekend. */
  WEEKEND,
  /** A machine that always sends a little. */
  STEADY,
  /** Connected and silent: nothing but keepalives and handshakes. */
  IDLE,
  /** A key that nobody has ever used. */
  NEVER;

  private static final double MB = 1_000_000;

  /**
   * @param hour counts hours since the gateway's beginning
   * @param local its time on the clock of the place
   */
  HourOfUse during(long hour, LocalDateTime local, Chance chance) {
    int clock = local.getHour();
    boolean weekend = local.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
    long day = local.toLocalDate().toEpochDay();
    return switch (this) {
      case OFFICE ->
          weekend || isAway(day, 0.1, chance) ? HourOfUse.NONE : work(hour, clock, chance);
      case EVENING ->
          clock < 19 || clock > 22 || isAway(day, 0.2, chance)
              ? HourOfUse.NONE
              : use(hour, clock == 19, clock == 22, 900, 2800, 0.015, chance);
      case NIGHT_BACKUP ->
          clock < 2 || clock > 4
              ? HourOfUse.NONE
              : use(hour, clock == 2, clock == 4, 6000, 11_000, 60, chance);
      case PHONE ->
          clock < 7 || clock > 22 || chance.fraction(hour, 1) > 0.35
              ? HourOfUse.NONE
              : use(hour, true, true, 4, 90, 0.12, chance);
      case WEEKEND ->
          !weekend || clock < 14 || clock > 20
              ? HourOfUse.NONE
              : use(hour, clock == 14, clock == 20, 80, 400, 0.2, chance);
      case STEADY -> use(hour, false, false, 1, 6, 1.4, chance);
      // An hour of keepalives of 32 bytes each 25 s, and of handshakes each 120 s.
      case IDLE -> new HourOfUse(0, HourOfUse.SECONDS, 144 * 32 + 30 * 148, 30 * 92);
      case NEVER -> HourOfUse.NONE;
    };
  }

  private static HourOfUse work(long hour, int clock, Chance chance) {
    if (clock < 9 || clock > 17) {
      return HourOfUse.NONE;
    }
    boolean lunch = clock == 12;
    return use(hour, clock == 9, clock == 17, lunch ? 5 : 30, lunch ? 30 : 220, 0.18, chance);
  }

  private static boolean isAway(long day, double share, Chance chance) {
    return chance.fraction(day, 2) < share;
  }

  /**
   * @param begins whether activity begins within the hour
   * @param ends whether it ends within the hour
   * @param low megabytes that the server sends, at least
   * @param high and at most
   * @param upload what it receives for each byte that it sends
   */
  private static HourOfUse use(
      long hour,
      boolean begins,
      boolean ends,
      double low,
      double high,
      double upload,
      Chance chance) {
    int from = begins ? chance.below(1500, hour, 3) : 0;
    int to = HourOfUse.SECONDS - (ends ? chance.below(1500, hour, 4) : 0);
    double moved = chance.between(low, high, hour, 5) * MB * (to - from) / HourOfUse.SECONDS;
    double uploads = upload * chance.between(0.7, 1.3, hour, 6);
    // With many uploads it is the server's side that receives the megabytes.
    return uploads > 20
        ? new HourOfUse(from, to, (long) moved, (long) (moved / uploads))
        : new HourOfUse(from, to, (long) (moved * uploads), (long) moved);
  }
}
