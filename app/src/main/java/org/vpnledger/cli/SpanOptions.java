package org.vpnledger.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Span;
import org.vpnledger.report.TimeText;
import picocli.CommandLine.Option;

/** {@code --from}, {@code --to}, {@code --last}: the time that is asked about. */
public final class SpanOptions {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "RFC 3339 or YYYY-MM-DD[ HH:MM[:SS]] in the ledger's zone")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "likewise; a date includes its day")
  @Nullable String to;

  @Option(names = "--last", paramLabel = "LENGTH", description = "12h, 30d, 2w, 3mo, 1y")
  @Nullable String last;

  /** Whether {@code --from} was given. */
  boolean isFrom() {
    return from != null;
  }

  /** Whether any was given. */
  boolean isGiven() {
    return from != null || to != null || last != null;
  }

  /**
   * The span that was asked for.
   *
   * @param start where it starts if nothing else was said, from the last moment that is asked about
   * @throws IllegalArgumentException with one line for people
   */
  public Span span(Instant now, ZoneId zone, UnaryOperator<ZonedDateTime> start) {
    if (last != null && from != null) {
      throw new IllegalArgumentException("--last and --from exclude each other: give one of them");
    }
    Instant end = to == null ? now.plusSeconds(1) : TimeText.end(to, zone);
    Instant begin =
        last != null
            ? TimeText.before(last, end, zone)
            : from != null
                ? TimeText.moment(from, zone)
                : start.apply((to == null ? now : end.minusNanos(1)).atZone(zone)).toInstant();
    if (begin.isAfter(end)) {
      throw new IllegalArgumentException("--from lies after --to: exchange them");
    }
    return new Span(begin.isBefore(EARLIEST) ? EARLIEST : begin, end);
  }
}
