package org.vpnledger.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.store.SessionRow;

/** What a peer's sessions come to, as they are added one after the other. */
final class PeerPresence {
  private static final LocalDate FIRST_DAY = LocalDate.of(1970, 1, 1);

  private final LedgerCalendar calendar;
  private final BitSet days = new BitSet();
  private @Nullable SessionRow session;
  private Duration ofSession = Duration.ZERO;

  int sessions;
  Duration total = Duration.ZERO;
  Duration longest = Duration.ZERO;
  Instant first = Instant.MAX;
  Instant last = Instant.MIN;

  /** Of the sessions of which that is known; absent while there is none. */
  @Nullable Long rxBytes;

  /** Likewise. */
  @Nullable Long txBytes;

  PeerPresence(LedgerCalendar calendar) {
    this.calendar = calendar;
  }

  /** A part of a session, or all of it; parts of one session follow each other. */
  void add(SessionRow row, Instant from, Instant to) {
    if (!row.equals(session)) {
      session = row;
      ofSession = Duration.ZERO;
      sessions++;
      rxBytes = plus(rxBytes, row, row.session().moved().rxBytes());
      txBytes = plus(txBytes, row, row.session().moved().txBytes());
    }
    Duration part = Duration.between(from, to);
    ofSession = ofSession.plus(part);
    total = total.plus(part);
    longest = ofSession.compareTo(longest) > 0 ? ofSession : longest;
    first = from.isBefore(first) ? from : first;
    last = to.isAfter(last) ? to : last;
    // What ends at midnight was not there on the day that begins then.
    days.set(day(from), day(to.isAfter(from) ? to.minusNanos(1) : to) + 1);
  }

  private static @Nullable Long plus(@Nullable Long sum, SessionRow row, long bytes) {
    return row.measured() ? Long.valueOf((sum == null ? 0 : sum) + bytes) : sum;
  }

  /** On how many of the ledger's days it was connected. */
  int days() {
    return days.cardinality();
  }

  Duration average() {
    return total.dividedBy(Math.max(1, sessions));
  }

  private int day(Instant at) {
    LocalDate date = calendar.dateOf(at);
    return date.isBefore(FIRST_DAY) ? 0 : (int) Math.min(date.toEpochDay(), 1 << 20);
  }
}
