package org.vpnledger.cli;

import java.time.Instant;
import org.vpnledger.report.AddressesReport;
import org.vpnledger.report.Directory;
import org.vpnledger.report.Scope;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.Span;
import org.vpnledger.store.LedgerReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vpnledger addresses}. */
@Command(
    name = "addresses",
    description =
        "which public addresses each client had, the one seen last first; all that is kept unless said otherwise")
public final class AddressesCommand extends Question {
  @Mixin FormOptions form = new FormOptions();
  @Mixin MomentOptions time = new MomentOptions();
  @Mixin ScopeOptions scope = new ScopeOptions();

  @Override
  Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
    Scope whose = scope.scope(asking, reader, peers);
    Span asked =
        time.span(asking.now(), zone(reader, asking), end -> Instant.EPOCH.atZone(end.getZone()));
    Sheet sheet = AddressesReport.of(reader, peers, asked, whose, asking.now());
    return () -> scope.show(asking, sheet, form.form());
  }
}
