package org.vpnledger.cli;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.cli.Asking.Form;
import org.vpnledger.report.Beginning;
import org.vpnledger.report.Directory;
import org.vpnledger.report.Periods;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.Span;
import org.vpnledger.report.UsageReport;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.sqlite.SqliteReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code vpnledger export}: usage of every peer, a period at a time, so that memory stays small.
 */
@Command(
    name = "export",
    description =
        "usage of every peer as --csv (default) or --json, this year's days unless said otherwise")
public final class ExportCommand extends Question {
  @Mixin FormOptions form = new FormOptions();
  @Mixin SpanOptions span = new SpanOptions();

  @Option(
      names = "--by",
      paramLabel = "hour|day|week|month",
      description = "the length of a row's period (default: day)")
  UsageCommand.By by = UsageCommand.By.day;

  @Override
  public Integer call() {
    Asking asking = surroundings.asking();
    // Unlike a question's, the answer does not fit into memory: the ledger stays open meanwhile.
    try (LedgerReader reader = SqliteReader.open(asking.data().database())) {
      ask(asking, reader, Directory.of(reader)).run();
    }
    return 0;
  }

  @Override
  Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
    Span asked =
        Beginning.of(reader, asking.now())
            .clip(
                span.span(
                    asking.now(),
                    zone(reader, asking),
                    last -> last.toLocalDate().withDayOfYear(1).atStartOfDay(last.getZone())));
    Periods periods = new Periods(unit(), reader.calendar());
    UsageReport report = new UsageReport(reader, peers, asking.now());
    periods.requireFew(asked);
    List<Instant> starts = periods.starts(asked);
    Sheet none = report.perPeer(periods, new Span(asked.from(), asked.from()), java.util.Set.of());
    Iterable<List<@Nullable Object>> rows = () -> rows(starts.iterator(), periods, report);
    Sheet all = new Sheet(none.columns(), rows, none.zone());
    return () -> asking.show(all, form.form() == Form.TABLE ? Form.CSV : form.form());
  }

  private static Iterator<List<@Nullable Object>> rows(
      Iterator<Instant> starts, Periods periods, UsageReport report) {
    return new Iterator<>() {
      private Iterator<? extends List<@Nullable Object>> period =
          List.<List<@Nullable Object>>of().iterator();

      @Override
      public boolean hasNext() {
        while (!period.hasNext() && starts.hasNext()) {
          Instant start = starts.next();
          period =
              report.perPeer(periods, new Span(start, periods.end(start)), null).rows().iterator();
        }
        return period.hasNext();
      }

      @Override
      public List<@Nullable Object> next() {
        return period.next();
      }
    };
  }

  private Periods.Unit unit() {
    return switch (by) {
      case hour -> Periods.Unit.HOUR;
      case day -> Periods.Unit.DAY;
      case week -> Periods.Unit.WEEK;
      case month -> Periods.Unit.MONTH;
      case peer -> throw new IllegalArgumentException("--by takes hour, day, week or month here");
    };
  }
}
