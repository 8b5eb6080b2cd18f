package org.vpnledger.cli;

import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.cli.Asking.Form;
import org.vpnledger.report.Beginning;
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
  @Mixin TunnelOption tunnel = new TunnelOption();

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
    Span asked = span.span(asking.now(), zone(reader, asking), this::start);
    String name = client;
    Set<Long> clients =
        name == null ? null : Directory.idsOf(asking.clients(peers, name, asking.seed()));
    TunnelOption.Named there = tunnel.named(reader, peers);
    Set<Long> whose = there == null ? clients : there.among(clients);
    UsageReport report = new UsageReport(reader, peers, asking.now());
    boolean totals = clients == null && !perPeer;
    Sheet sheet;
    if (by == By.peer) {
      sheet = report.byPeer(asked, whose, Integer.MAX_VALUE);
    } else {
      // Periods before the ledger began say nothing, unless somebody asked for them.
      Span shown = totals && span.isFrom() ? asked : Beginning.of(reader, asking.now()).clip(asked);
      Periods periods = periods(reader);
      periods.requireFew(shown);
      sheet =
          totals
              ? report.totals(periods, shown, there == null ? null : there.numbers(), whose)
              : report.perPeer(periods, shown, whose);
    }
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
  private ZonedDateTime start(ZonedDateTime last) {
    return switch (by) {
      case peer -> startOfMonth(last);
      case hour -> last.minusHours(23);
      case day -> last.minusDays(29);
      case week -> last.minusWeeks(11);
      case month -> last.minusMonths(11);
    };
  }

  static ZonedDateTime startOfMonth(ZonedDateTime last) {
    return last.toLocalDate().withDayOfMonth(1).atStartOfDay(last.getZone());
  }
}
