package org.vpnledger.cli;

import java.util.List;
import org.vpnledger.report.Directory;
import org.vpnledger.report.Span;
import org.vpnledger.report.WgStats;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands of {@code wg-stats}, which print what it printed. */
public final class WgStatsCommands {
  private WgStatsCommands() {}

  /** {@code summary}. */
  @Command(
      name = "summary",
      description =
          "the month's usage a client, as wg-stats shows it (Downloaded: what the server received)")
  public static final class Summary extends Question {
    @Override
    Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
      String text = new WgStats(reader, peers, asking.now()).summary();
      return () -> asking.out().print(text);
    }
  }

  /** {@code today}. */
  @Command(name = "today", description = "today's readings, as wg-stats shows them")
  public static final class Today extends Question {
    @Override
    Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
      String text = new WgStats(reader, peers, asking.now()).today();
      return () -> asking.out().print(text);
    }
  }

  /** {@code client}. */
  @Command(
      name = "client",
      description =
          "a client's readings, this month's unless said otherwise, as wg-stats shows them")
  public static final class Client extends Question {
    @Mixin SpanOptions span = new SpanOptions();

    @Parameters(paramLabel = "CLIENT", description = "any part of its name or key")
    String client = "";

    @Override
    Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
      WgStats stats = new WgStats(reader, peers, asking.now());
      List<PeerRow> clients = asking.clients(peers, client, asking.seed());
      Span month = stats.month();
      Span asked =
          span.isGiven()
              ? span.span(asking.now(), zone(reader, asking), UsageCommand::startOfMonth)
              : month;
      String text = stats.client(client, clients, asked);
      return () -> asking.out().print(text);
    }
  }

  /** {@code latest}. */
  @Command(name = "latest", description = "the last ten readings")
  public static final class Latest extends Question {
    @Override
    Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
      String text = new WgStats(reader, peers, asking.now()).latest();
      return () -> asking.out().print(text);
    }
  }
}
