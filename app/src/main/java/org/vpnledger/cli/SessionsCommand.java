package org.vpnledger.cli;

import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Directory;
import org.vpnledger.report.PeerSessionsReport;
import org.vpnledger.report.Scope;
import org.vpnledger.report.SessionsReport;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.Span;
import org.vpnledger.store.LedgerReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vpnledger sessions}. */
@Command(
    name = "sessions",
    description =
        "who was connected from when to when, latest first, the last week's unless said otherwise")
public final class SessionsCommand extends Question {
  /** What rows stand for, if not for sessions. */
  public enum By {
    peer
  }

  @Mixin FormOptions form = new FormOptions();
  @Mixin MomentOptions time = new MomentOptions();
  @Mixin ScopeOptions scope = new ScopeOptions();

  @Option(
      names = "--by",
      paramLabel = "peer",
      description = "a row a peer: how often, how long, on how many days")
  @Nullable By by;

  @Override
  Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
    Scope whose = scope.scope(asking, reader, peers);
    Span asked = time.span(asking.now(), zone(reader, asking), end -> end.minusHours(24 * 7));
    Sheet sheet =
        by == null
            ? new SessionsReport(reader, peers, asking.now()).of(asked, whose, time.isMoment())
            : PeerSessionsReport.of(reader, peers, asked, whose, asking.now());
    return () -> scope.show(asking, sheet, form.form());
  }
}
