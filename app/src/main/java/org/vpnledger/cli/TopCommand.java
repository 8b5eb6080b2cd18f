package org.vpnledger.cli;

import org.vpnledger.report.Directory;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.Span;
import org.vpnledger.report.UsageReport;
import org.vpnledger.store.LedgerReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vpnledger top}. */
@Command(name = "top", description = "who moved the most, this month unless said otherwise")
public final class TopCommand extends Question {
  @Mixin FormOptions form = new FormOptions();
  @Mixin SpanOptions span = new SpanOptions();

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "how many (default: 10)")
  int count = 10;

  @Override
  Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
    if (count < 1) {
      throw new IllegalArgumentException("-n needs a number from 1");
    }
    Span asked = span.span(asking.now(), zone(reader, asking), UsageCommand::startOfMonth);
    Sheet sheet = new UsageReport(reader, peers, asking.now()).byPeer(asked, null, count);
    return () -> asking.show(sheet, form.form());
  }
}
