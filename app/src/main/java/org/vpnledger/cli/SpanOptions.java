package org.vpnledger.cli;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Span;
import org.vpnledger.report.TimeText;
import picocli.CommandLine.Option;

/** {@code --from}, {@code --to}, {@code --last}: the time that is asked about. */
final class SpanOptions {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "RFC 3339 or YYYY-MM-DD[ HH:MM[:SS]] in the ledger's zone")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "likewise; a date includes its day")
  @Nullable String to;

  @Option(names = "--last", paramLabel = "LENGTH", description = "12h, 30d, 2w, 3mo, 1y")
  @Nullable String last;

  /** Whether any was given. */
  boolean isGiven() {
    return from != null || to != null || last != null;
  }

  /**
   * The span that was asked for.
   *
   * @param start where it starts if nothing else was said
   * @throws IllegalArgumentException with one line for people
   */
  Span span(Instant now, ZoneId zone, Instant start) {
    if (last != null && from != null) {
      throw new IllegalArgumentException("--last and --from exclude each other: give one of them");
    }
    Instant end = to == null ? now.plusSeconds(1) : TimeText.end(to, zone);
    Instant begin =
        last != null
            ? TimeText.before(last, end, zone)
            : from != null ? TimeText.moment(from, zone) : start.isAfter(end) ? end : start;
    if (begin.isAfter(end)) {
      throw new IllegalArgumentException("--from lies after --to: exchange them");
    }
    return new Span(begin, end);
  }
}
