package org.vpnledger.cli;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Directory;
import org.vpnledger.report.EventsReport;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.Span;
import org.vpnledger.store.LedgerReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vpnledger events}. */
@Command(
    name = "events",
    description =
        "what happened: online, offline, roamed, reset, …; the last day's unless said otherwise")
public final class EventsCommand extends Question {
  @Mixin FormOptions form = new FormOptions();
  @Mixin SpanOptions span = new SpanOptions();

  @Parameters(arity = "0..1", paramLabel = "CLIENT", description = "only this client's")
  @Nullable String client;

  @Option(names = "--limit", paramLabel = "N", description = "the last so many (default: 1000)")
  int limit = 1000;

  @Override
  Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
    if (limit < 1) {
      throw new IllegalArgumentException("--limit needs a number from 1");
    }
    Span asked = span.span(asking.now(), zone(reader, asking), end -> end.minusHours(24));
    String name = client;
    Set<Long> whose =
        name == null ? null : Directory.idsOf(asking.clients(peers, name, asking.seed()));
    Sheet sheet = EventsReport.of(reader, asked, whose, limit, asking.now());
    return () -> asking.show(sheet, form.form());
  }
}
