package org.vpnledger.cli;

import org.vpnledger.cli.Asking.Form;
import org.vpnledger.report.Directory;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.StatusReport;
import org.vpnledger.store.LedgerReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vpnledger status}. */
@Command(name = "status", description = "who is online now, since when, from where")
public final class StatusCommand extends Question {
  @Mixin FormOptions form = new FormOptions();

  @Option(
      names = {"-a", "--all"},
      description = "tables show those who are offline too, as --json and --csv always do")
  boolean all;

  @Option(
      names = {"-w", "--watch"},
      description = "a live view; leave it with q")
  boolean watch;

  @Override
  public Integer call() {
    return watch && form.form() == Form.TABLE
        ? new LiveStatus(surroundings.asking(), all).run()
        : super.call();
  }

  @Override
  Directory directory(LedgerReader reader) {
    return Directory.withStates(reader);
  }

  @Override
  Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
    boolean running = asking.data().isInUse();
    boolean table = form.form() == Form.TABLE;
    Sheet sheet = StatusReport.of(reader, peers, running, table && !all, asking.now());
    String heading = table ? StatusHeading.of(asking, reader, peers, running) : "";
    return () -> {
      asking.out().print(heading);
      asking.show(sheet, form.form());
    };
  }
}
