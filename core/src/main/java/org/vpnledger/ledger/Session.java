package org.vpnledger.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;

/**
 * From coming online to going offline. WireGuard cannot tell idle from offline, so both ends are
 * inferred: the start is a handshake's own time, the end the last activity.
 *
 * @param number the peer's own count of sessions, from 1
 * @param start when it began
 * @param startNoticed when that was noticed
 * @param end the last activity, absent while it goes on
 * @param endNoticed when the end was noticed, absent while it goes on
 * @param endpoint the latest in this session
 * @param moved bytes booked while it went on
 */
public record Session(
    int number,
    Instant start,
    Instant startNoticed,
    @Nullable Instant end,
    @Nullable Instant endNoticed,
    @Nullable Endpoint endpoint,
    Counters moved) {

  /** Whether it goes on. */
  public boolean isOpen() {
    return end == null;
  }

  Session plus(Counters more) {
    return more.isZero()
        ? this
        : new Session(number, start, startNoticed, end, endNoticed, endpoint, moved.plus(more));
  }

  /** The same from there. */
  public Session at(@Nullable Endpoint where) {
    return new Session(number, start, startNoticed, end, endNoticed, where, moved);
  }

  /** Ended, never before it began: a wall clock that was put back cannot make it negative. */
  Session endedAt(Instant lastActivity, Instant noticed) {
    Instant at = lastActivity.isBefore(start) ? start : lastActivity;
    return new Session(number, start, startNoticed, at, noticed, endpoint, moved);
  }

  /** Going on, with this as all that it moved. */
  Session showing(Counters all) {
    return new Session(number, start, startNoticed, null, null, endpoint, all);
  }

  Session resumed() {
    return new Session(number, start, startNoticed, null, null, endpoint, moved);
  }
}
