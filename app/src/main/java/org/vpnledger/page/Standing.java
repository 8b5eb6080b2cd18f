package org.vpnledger.page;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether somebody is there, or how long ago they were: what the colours stand for. */
public enum Standing {
  ONLINE("online"),
  /** Within the last hour. */
  AWAY("away"),
  /** Within the last day. */
  OFFLINE("offline"),
  GONE("long gone");

  private static final Duration AWAY_UNTIL = Duration.ofHours(1);
  private static final Duration OFFLINE_UNTIL = Duration.ofHours(24);

  private final String label;

  Standing(String label) {
    this.label = label;
  }

  /** The word for it. */
  String label() {
    return label;
  }

  /**
   * By the last activity.
   *
   * @param lastSeen absent if never
   */
  static Standing of(boolean online, @Nullable Instant lastSeen, Instant now) {
    if (online) {
      return ONLINE;
    }
    if (lastSeen == null) {
      return GONE;
    }
    Duration ago = Duration.between(lastSeen, now);
    if (ago.compareTo(AWAY_UNTIL) < 0) {
      return AWAY;
    }
    return ago.compareTo(OFFLINE_UNTIL) < 0 ? OFFLINE : GONE;
  }
}
