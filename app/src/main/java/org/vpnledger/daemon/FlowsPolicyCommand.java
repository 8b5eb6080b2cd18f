package org.vpnledger.daemon;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.cli.Asking;
import org.vpnledger.cli.Asking.Form;
import org.vpnledger.cli.Complaint;
import org.vpnledger.cli.FormOptions;
import org.vpnledger.config.Settings;
import org.vpnledger.report.Directory;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.sqlite.SqliteReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code vpnledger flows policy}: what the settings say that is logged about whom, and of whom that
 * the ledger knows. No daemon need run, and no flow log be there.
 */
@Command(
    name = "policy",
    description = "what is logged about whom, for how long, and where it goes")
final class FlowsPolicyCommand implements Callable<Integer> {
  private final Main main;

  @Mixin FormOptions form = new FormOptions();

  @Option(
      names = "--peer",
      paramLabel = "NAME",
      description = "only what is logged about this one: any part of its name or key")
  @Nullable String peer;

  FlowsPolicyCommand(Main main) {
    this.main = main;
  }

  @Override
  public Integer call() {
    Asking asking = main.asking();
    Settings settings = main.configuration().settings();
    Directory known = directory(asking);
    List<PeerRow> all = known == null ? List.of() : known.all();
    String wanted = peer;
    List<PeerRow> shown =
        wanted == null ? all.stream().filter(PeerRow::listed).toList() : peer(wanted, known);
    PolicyReport report = new PolicyReport(settings, shown, wanted == null);
    if (form.form() == Form.TABLE) {
      report.lines().forEach(asking.out()::println);
      asking.out().println();
      asking.show(report.who(asking.zone()), Form.TABLE);
      asking.out().println();
      asking.show(report.dataSets(asking.zone()), Form.TABLE);
    } else {
      asking.show(report.everything(asking.zone()), form.form());
    }
    if (known != null) {
      PolicyReport.strangers(settings.flow(), all).forEach(main::complain);
    }
    return 0;
  }

  /** All that the ledger knows; nobody if there is no ledger yet. */
  private static @Nullable Directory directory(Asking asking) {
    if (!Files.exists(asking.data().database())) {
      return null;
    }
    try (LedgerReader reader = SqliteReader.open(asking.data().database())) {
      return Directory.withStates(reader);
    }
  }

  /** A peer in all of its tunnels. */
  private static List<PeerRow> peer(String text, @Nullable Directory known) {
    List<PeerRow> found = known == null ? List.of() : known.matching(text);
    if (found.isEmpty()) {
      throw new Complaint("no peer that the ledger knows matches '" + SafeText.plain(text) + "'");
    }
    List<String> peers =
        found.stream()
            .map(one -> Directory.nameOf(one) + " (" + one.key().abbreviated() + ")")
            .distinct()
            .toList();
    if (found.stream().map(PeerRow::key).distinct().count() > 1) {
      throw new Complaint(
          "'%s' matches %d peers, name one of them: %s"
              .formatted(
                  SafeText.plain(text),
                  peers.size(),
                  peers.stream().limit(8).collect(Collectors.joining(", "))));
    }
    return found;
  }
}
