package org.vpnledger.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.PastMoment;
import org.vpnledger.report.Span;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A span, or with {@code --at} a single moment. */
final class MomentOptions {
  @Mixin SpanOptions span = new SpanOptions();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "at that moment; also 'tuesday 03:12' or 03:12, the last such one")
  @Nullable String at;

  /** Whether a single moment is asked about. */
  boolean isMoment() {
    return at != null;
  }

  /**
   * What is asked about.
   *
   * @param start where it starts if nothing else was said
   * @throws IllegalArgumentException with one line for people
   */
  Span span(Instant now, ZoneId zone, UnaryOperator<ZonedDateTime> start) {
    if (at == null) {
      return span.span(now, zone, start);
    }
    if (span.isGiven()) {
      throw new IllegalArgumentException(
          "--at and --from, --to, --last exclude each other: give a moment or a span");
    }
    return Span.at(PastMoment.of(at, now, zone));
  }
}
