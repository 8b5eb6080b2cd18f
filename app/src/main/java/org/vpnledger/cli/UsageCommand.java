package org.vpnledger.cli;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.cli.Asking.Form;
import org.vpnledger.report.Directory;
import org.vpnledger.report.Graph;
import org.vpnledger.report.Periods;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.Span;
import org.vpnledger.report.UsageReport;
import org.vpnledger.store.LedgerReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vpnledger usage}. */
@Command(
    name = "usage",
    description = "how much was moved, by peer, hour, day, week or month; exact across resets")
public final class UsageCommand extends Question {
  /** What rows stand for. */
  public enum By {
    peer,
    hour,
    day,
    week,
    month
  }

  @Mixin FormOptions form = new FormOptions();
  @Mixin SpanOptions span = new SpanOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "CLIENT",
      description = "only this client, by any part of its name or key")
  @Nullable String client;

  @Option(
      names = "--by",
      paramLabel = "peer|hour|day|week|month",
      description = "what rows stand for (default: day)")
  By by = By.day;

  @Option(names = "--per-peer", description = "a row a period and peer instead of totals")
  boolean perPeer;

  @Option(names = "--graph", description = "bars in the terminal")
  boolean graph;

  @Override
  Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
    Span asked = span.span(asking.now(), zone(reader, asking), start(asking, reader));
    String name = client;
    Set<Long> whose =
        name == null ? null : Directory.idsOf(asking.clients(peers, name, asking.seed()));
    UsageReport report = new UsageReport(reader, peers);
    Sheet sheet =
        by == By.peer
            ? report.byPeer(asked, whose, Integer.MAX_VALUE, false)
            : whose == null && !perPeer
                ? report.totals(periods(reader), asked)
                : report.perPeer(periods(reader), asked, whose);
    return () -> {
      if (graph && form.form() == Form.TABLE) {
        asking.out().print(Graph.of(sheet, asking.width()));
      } else {
        asking.show(sheet, form.form());
      }
    };
  }

  private Periods periods(LedgerReader reader) {
    return new Periods(
        switch (by) {
          case hour -> Periods.Unit.HOUR;
          case week -> Periods.Unit.WEEK;
          case month -> Periods.Unit.MONTH;
          case day, peer -> Periods.Unit.DAY;
        },
        reader.calendar());
  }

  /** A screenful of periods, or this month for peers. */
  private Instant start(Asking asking, LedgerReader reader) {
    ZonedDateTime now = asking.now().atZone(zone(reader, asking));
    return switch (by) {
      case peer -> now.toLocalDate().withDayOfMonth(1).atStartOfDay(now.getZone()).toInstant();
      case hour -> now.minusHours(23).toInstant();
      case day -> now.minusDays(29).toInstant();
      case week -> now.minusWeeks(11).toInstant();
      case month -> now.minusMonths(11).toInstant();
    };
  }
}
