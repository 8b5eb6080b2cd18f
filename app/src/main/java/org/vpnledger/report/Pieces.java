package org.vpnledger.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.calendar.Bucket;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.store.LedgerReader;

/**
 * A span in the fewest buckets: whole months, then the days at either side, then their hours. So a
 * year's sum over ten thousand peers reads months, not hours.
 */
public final class Pieces {
  private record Piece(Resolution resolution, Instant from, Instant to) {}

  private final Span whole;
  private final List<Piece> pieces = new ArrayList<>();

  private Pieces(LedgerReader reader, Span span) {
    LedgerCalendar calendar = reader.calendar();
    Resolution finest =
        Duration.between(span.from(), span.to()).compareTo(Duration.ofDays(2)) > 0
            ? Resolution.DAY
            : Resolution.HOUR;
    Instant from = calendar.bucketOf(finest, span.from()).start();
    Bucket last = calendar.bucketOf(finest, span.to());
    Instant to = last.start().equals(span.to()) ? span.to() : last.end();
    this.whole = new Span(from, to);
    add(calendar, Resolution.MONTH, finest, from, finest == Resolution.DAY ? end(reader, to) : to);
  }

  /**
   * This month until now is this month, which is a row a peer and not one a day: where nothing was
   * moved in the rest of a month, the span may as well include that.
   */
  private static Instant end(LedgerReader reader, Instant to) {
    Bucket month = reader.calendar().bucketOf(Resolution.MONTH, to);
    return month.start().isBefore(to)
            && reader.tunnelUsage(Resolution.DAY, to, month.end()).isEmpty()
        ? month.end()
        : to;
  }

  /** Divides the span, widened to whole days, or to whole hours if it is at most two days long. */
  public static Pieces of(LedgerReader reader, Span span) {
    return new Pieces(reader, span);
  }

  /** The span as it was widened. */
  public Span whole() {
    return whole;
  }

  /** Each peer's usage over the whole. */
  public Map<Long, Amount> peerTotals(LedgerReader reader) {
    Map<Long, Amount> totals = new HashMap<>();
    for (Piece piece : pieces) {
      reader
          .peerTotals(piece.resolution(), piece.from(), piece.to())
          .forEach((peer, amount) -> totals.merge(peer, amount, Amount::plus));
    }
    return totals;
  }

  private void add(
      LedgerCalendar calendar, Resolution resolution, Resolution finest, Instant from, Instant to) {
    if (!from.isBefore(to)) {
      return;
    }
    if (resolution == finest) {
      pieces.add(new Piece(resolution, from, to));
      return;
    }
    Resolution finer = resolution == Resolution.MONTH ? Resolution.DAY : Resolution.HOUR;
    Bucket first = calendar.bucketOf(resolution, from);
    Bucket last = calendar.bucketOf(resolution, to);
    Instant start = first.start().equals(from) ? from : first.end();
    Instant end = last.start();
    if (start.isBefore(end)) {
      add(calendar, finer, finest, from, start);
      pieces.add(new Piece(resolution, start, end));
      add(calendar, finer, finest, end, to);
    } else {
      add(calendar, finer, finest, from, to);
    }
  }
}
