package org.vpnledger.cli;

import java.util.List;
import org.vpnledger.report.Directory;
import org.vpnledger.report.NamesReport;
import org.vpnledger.report.Sheet;
import org.vpnledger.store.LedgerReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code vpnledger names}. It reads no names file itself, which would take root's rights: the
 * daemon has written down what it found.
 */
@Command(name = "names", description = "what each peer is called, and where that name comes from")
public final class NamesCommand extends Question {
  @Mixin FormOptions form = new FormOptions();

  @Option(
      names = {"-a", "--all"},
      description = "also names that lose to another one, and those of keys that no tunnel has had")
  boolean all;

  @Override
  Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
    Sheet sheet = NamesReport.of(reader, peers, all, asking.now());
    List<String> problems = NamesReport.problems(reader);
    return () -> {
      asking.show(sheet, form.form());
      problems.forEach(line -> asking.err().println("vpnledger: " + line));
      asking.err().flush();
    };
  }
}
