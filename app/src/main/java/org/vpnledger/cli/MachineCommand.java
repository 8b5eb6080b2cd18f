package org.vpnledger.cli;

import org.vpnledger.report.Directory;
import org.vpnledger.report.MachineReport;
import org.vpnledger.report.Sheet;
import org.vpnledger.store.LedgerReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vpnledger machine}. */
@Command(
    name = "machine",
    description =
        "the machine's own figures: disk, memory, load, processes; the last hour's unless said"
            + " otherwise")
public final class MachineCommand extends Question {
  @Mixin FormOptions form = new FormOptions();
  @Mixin SpanOptions span = new SpanOptions();

  @Override
  Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
    Sheet sheet =
        MachineReport.of(
            reader,
            span.span(asking.now(), zone(reader, asking), end -> end.minusHours(1)),
            asking.now());
    return () -> asking.show(sheet, form.form());
  }
}
