package org.vpnledger.cli;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.vpnledger.flow.ipfix.IpfixSettings;
import org.vpnledger.flow.ipfix.IpfixTarget;
import org.vpnledger.flow.ipfix.IpfixTransfer;
import org.vpnledger.flow.sql.FlowAnswers;
import org.vpnledger.flow.sql.FlowFiles;
import org.vpnledger.flow.sql.FlowProblem;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.Span;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger flows export}: flows of the flow log to an IPFIX collector. */
@Command(
    name = "export",
    description = "sends flows of the last day, or of another time, to an IPFIX collector")
final class FlowExportCommand implements Callable<Integer> {
  @ParentCommand FlowsCommand flows;
  @Mixin SpanOptions span = new SpanOptions();
  @Mixin FlowSource source = new FlowSource();

  @Parameters(
      paramLabel = "udp|tcp://HOST[:PORT]",
      description = "where the collector listens; its port is 4739 unless it is said")
  String collector = "";

  @Option(
      names = "--domain",
      paramLabel = "N",
      description = "the observation domain's id (default: ${DEFAULT-VALUE})")
  long domain = IpfixSettings.DEFAULT_DOMAIN;

  @Option(
      names = "--no-names",
      description = "sends neither interfaceName nor userName, for collectors that mind")
  boolean nameless;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "flows a second over UDP (default: ${DEFAULT-VALUE})")
  int rate = IpfixSettings.DEFAULT_PACE;

  @Override
  public Integer call() {
    IpfixSettings usual = IpfixSettings.to(IpfixTarget.parse(collector));
    IpfixSettings settings =
        new IpfixSettings(
            usual.target(),
            domain,
            !nameless,
            usual.datagramBytes(),
            rate,
            usual.queue(),
            usual.longestDelay());
    Asking asking = flows.asking();
    Span asked = span.span(asking.now(), asking.zone(), last -> last.minusDays(1));
    try (FlowFiles files = source.open(flows, asking);
        FlowAnswers answers = FlowAnswers.open(files, asked.from(), asked.to())) {
      long sent = send(answers, settings);
      asking.out().println("%d flows sent to %s".formatted(sent, settings.target()));
      asking.out().flush();
      answers.problems().forEach(problem -> FlowAsking.complain(asking, problem));
      return answers.problems().isEmpty() ? 0 : 1;
    } catch (FlowProblem e) {
      throw new Complaint(String.valueOf(e.getMessage()));
    }
  }

  private static long send(FlowAnswers answers, IpfixSettings settings) {
    String target = settings.target().toString();
    try (IpfixTransfer transfer = IpfixTransfer.open(settings, InstantSource.system())) {
      try {
        answers.flows(transfer::add);
        transfer.finish();
      } catch (IOException e) {
        throw new Complaint(
            "%s: %s; it may have got %d flows"
                .formatted(
                    target, SafeText.plain(String.valueOf(e.getMessage())), transfer.sent()));
      }
      return transfer.sent();
    } catch (IOException e) {
      throw new Complaint(target + ": " + SafeText.plain(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Complaint(target + ": interrupted");
    }
  }
}
