package org.vpnledger.ledger;

import java.time.Duration;
import org.vpnledger.calendar.LedgerCalendar;

/**
 * What the operator decided about the ledger.
 *
 * @param calendar the ledger's days
 * @param threshold a peer is online while its last handshake is younger than this
 * @param resume how soon a return from the same endpoint continues a session
 * @param pollInterval how often tunnels are read
 * @param readingInterval how often readings are taken; divides a day
 */
public record Rules(
    LedgerCalendar calendar,
    Duration threshold,
    Duration resume,
    Duration pollInterval,
    Duration readingInterval) {

  /** The defaults, in that calendar. */
  public static Rules of(LedgerCalendar calendar) {
    return new Rules(
        calendar,
        Duration.ofSeconds(180),
        Duration.ofMinutes(5),
        Duration.ofSeconds(5),
        Duration.ofHours(1));
  }

  /** Longer than this between two reads, and nobody was watching: five minutes cannot be told. */
  Duration gapAfter() {
    Duration threePolls = pollInterval.multipliedBy(3);
    return threePolls.compareTo(Duration.ofMinutes(5)) > 0 ? threePolls : Duration.ofMinutes(5);
  }

  /** A tunnel that its own source has not read for this long is read by a standby. */
  Duration standbyAfter() {
    Duration threePolls = pollInterval.multipliedBy(3);
    return threePolls.compareTo(Duration.ofSeconds(30)) > 0 ? threePolls : Duration.ofSeconds(30);
  }
}
