package org.vpnledger.report;

import java.time.Instant;

/** The time that is asked about, {@code [from, to)}. */
public record Span(Instant from, Instant to) {

  /** Nothing but that moment. */
  public static Span at(Instant moment) {
    return new Span(moment, moment.plusNanos(1));
  }

  /** The moment of the span that is nearest to this one. */
  Instant clip(Instant at) {
    return at.isBefore(from) ? from : at.isAfter(to) ? to : at;
  }
}
