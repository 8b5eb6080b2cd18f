package org.vpnledger.daemon;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vpnledger.cli.Asking;
import org.vpnledger.config.Settings;
import org.vpnledger.page.HtmlPage;
import org.vpnledger.page.Survey;
import org.vpnledger.page.Surveyor;
import org.vpnledger.page.TextPage;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.sqlite.SqliteReader;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger page}: what the daemon writes at an interval, once, for a look or for cron. */
@Command(
    name = "page",
    description = "the page of every user's usage, as the daemon writes it at its interval")
final class PageCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @ArgGroup Form form = new Form();

  static final class Form {
    @Option(names = "--html", description = "as HTML (default)")
    boolean html;

    @Option(names = "--text", description = "as plain text")
    boolean text;
  }

  @Option(
      names = "--providers",
      paramLabel = "true|false",
      description = "whether it is said whose network an address is in (default: true)")
  @Nullable String providers;

  @Option(
      names = "--full-names",
      paramLabel = "true|false",
      description = "whole names, or their first letters only (default: true)")
  @Nullable String fullNames;

  @Option(
      names = "--ip-information-shown-in-web",
      paramLabel = "true|false|DAYS",
      description = "addresses and places of so many days (default: 7)")
  @Nullable String ipInformation;

  @Option(
      names = "--most-rows",
      paramLabel = "N",
      description = "shows no more users than that (default: 500)")
  @Nullable String mostRows;

  @Override
  public Integer call() throws IOException {
    Settings.StatisticsPage settings = main.configuration(given()).settings().page();
    Asking asking = main.asking();
    Survey survey;
    try (LedgerReader reader = SqliteReader.open(asking.data().database())) {
      survey =
          Surveyor.survey(
              reader,
              PageOutput.rules(settings),
              asking.data().isInUse(),
              asking.now(),
              asking.data().databaseBytes());
    }
    if (form.text) {
      TextPage.write(survey, asking.out());
    } else {
      HtmlPage.write(survey, asking.out());
    }
    asking.out().flush();
    return 0;
  }

  private Map<String, String> given() {
    Map<String, String> flags = new LinkedHashMap<>();
    Main.put(flags, "page.providers", providers);
    Main.put(flags, "page.full_names", fullNames);
    Main.put(flags, "page.ip_information_shown_in_web", ipInformation);
    Main.put(flags, "page.most_rows", mostRows);
    return flags;
  }
}
