package org.vpnledger.source.sim;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Counters;

/**
 * One peer's whole past and future, by seconds since the gateway's beginning. The hours that a demo
 * asks for most are summed once; a later one is summed from there on each time.
 */
final class SimulatedPeer {
  private static final long REKEY_SECONDS = 120;

  private final Cast.Role role;
  private final Chance chance;
  private final Instant beginning;
  private final ZoneId zone;
  private final int phase;

  /** Bytes moved before each hour. */
  private final long[] rxBefore;

  private final long[] txBefore;

  /** The last active hour before each hour, -1 if there is none. */
  private final int[] activeBefore;

  /**
   * @param beginning on a whole hour of UTC
   * @param hours how many are summed
   */
  SimulatedPeer(Cast.Role role, Chance chance, Instant beginning, ZoneId zone, int hours) {
    this.role = role;
    this.chance = chance;
    this.beginning = beginning;
    this.zone = zone;
    this.phase = chance.below((int) REKEY_SECONDS, 0, 7);
    this.rxBefore = new long[hours + 1];
    this.txBefore = new long[hours + 1];
    this.activeBefore = new int[hours + 1];
    activeBefore[0] = -1;
    for (int hour = 0; hour < hours; hour++) {
      HourOfUse use = use(hour);
      rxBefore[hour + 1] = rxBefore[hour] + use.rxBytes();
      txBefore[hour + 1] = txBefore[hour] + use.txBytes();
      activeBefore[hour + 1] = use.isActive() ? hour : activeBefore[hour];
    }
  }

  Cast.Role role() {
    return role;
  }

  Chance chance() {
    return chance;
  }

  private HourOfUse use(int hour) {
    LocalDateTime local =
        LocalDateTime.ofInstant(beginning.plusSeconds((long) hour * HourOfUse.SECONDS), zone);
    return role.habit().during(hour, local, chance);
  }

  /** Everything moved since the beginning; never decreases. */
  Counters moved(double seconds) {
    int hour = (int) (seconds / HourOfUse.SECONDS);
    int known = Math.min(hour, rxBefore.length - 1);
    long rx = rxBefore[known];
    long tx = txBefore[known];
    for (int later = known; later < hour; later++) {
      HourOfUse use = use(later);
      rx += use.rxBytes();
      tx += use.txBytes();
    }
    HourOfUse use = use(hour);
    double part = use.moved(seconds - (double) hour * HourOfUse.SECONDS, chance, hour);
    return new Counters(rx + (long) (use.rxBytes() * part), tx + (long) (use.txBytes() * part));
  }

  /** The second of the last handshake, at or before the given one; absent if there was none. */
  @Nullable Long lastHandshake(double seconds) {
    int hour = (int) (seconds / HourOfUse.SECONDS);
    for (int active = hour; active >= 0; active = activeBefore(active)) {
      HourOfUse use = use(active);
      double within = Math.min(seconds - (double) active * HourOfUse.SECONDS, use.to() - 1);
      if (use.isActive() && within >= use.from()) {
        // Everybody's handshakes follow a beat of their own, across the hours of one activity.
        long beat = Math.floorDiv((long) within - phase, REKEY_SECONDS) * REKEY_SECONDS + phase;
        if (beat >= use.from()) {
          return (long) active * HourOfUse.SECONDS + beat;
        } else if (use.from() > 0 || active == 0 || use(active - 1).to() < HourOfUse.SECONDS) {
          return (long) active * HourOfUse.SECONDS + use.from();
        }
      }
    }
    return null;
  }

  private int activeBefore(int hour) {
    for (int before = hour; before >= activeBefore.length; before--) {
      if (use(before - 1).isActive()) {
        return before - 1;
      }
    }
    return activeBefore[Math.min(hour, activeBefore.length - 1)];
  }
}
