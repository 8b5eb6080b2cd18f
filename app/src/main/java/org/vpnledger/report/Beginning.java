package org.vpnledger.report;

import java.time.Instant;
import java.util.List;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.store.CarriedRow;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.UsageRow;

/** When a ledger's first byte was seen: what lies before is unknown, not zero. */
public record Beginning(Instant at) {

  /** Finds it; a ledger without any byte begins now. */
  public static Beginning of(LedgerReader reader, Instant now) {
    Instant first = now;
    Instant to = now.plusSeconds(1);
    for (CarriedRow row : reader.carriedIn(Instant.EPOCH, to)) {
      first = row.at().isBefore(first) ? row.at() : first;
    }
    // The first month has the first day, and that the first hour, if hours are still kept.
    Instant from = Instant.EPOCH;
    for (Resolution finer : List.of(Resolution.MONTH, Resolution.DAY, Resolution.HOUR)) {
      List<UsageRow> rows = reader.tunnelUsage(finer, from, to);
      if (rows.isEmpty()) {
        return new Beginning(first.isBefore(from) || from.equals(Instant.EPOCH) ? first : from);
      }
      from = rows.getFirst().start();
      to = reader.calendar().bucketOf(finer, from).end();
    }
    return new Beginning(first.isBefore(from) ? first : from);
  }

  /** The part of the span that is not before; of one that is wholly before, its end. */
  public Span clip(Span span) {
    if (!at.isAfter(span.from())) {
      return span;
    }
    return new Span(at.isAfter(span.to()) ? span.to() : at, span.to());
  }
}
