package org.vpnledger.doctor;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Column;
import org.vpnledger.report.Column.Kind;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.Sheet;

/** Everything that was found, in the order in which it was looked at. */
public record Diagnosis(List<Finding> findings) {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("check", "CHECK", Kind.TEXT),
          Column.of("result", "RESULT", Kind.TEXT),
          Column.of("found", "FOUND", Kind.TEXT),
          Column.of("advice", "ADVICE", Kind.TEXT));

  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** Looks at everything, in fifteen seconds at most. */
  public static Diagnosis of(Premises premises) throws InterruptedException {
    List<Examination> all =
        List.of(
            new SoundSettings(premises),
            new RunningDaemon(premises),
            new OpenListeners(premises),
            new InstalledService(premises),
            new PresentTunnels(premises),
            new FreshReads(premises),
            new SufficientRights(premises),
            new KernelLogReadiness(premises),
            new FlowReadiness(premises),
            new WholeLedger(premises),
            new GuardedFiles(premises),
            new WrittenAuditLog(premises),
            new WrittenBandwidth(premises),
            new WrittenPage(premises),
            new WorkingScript(premises),
            new KnownNames(premises),
            new UsableDatabases(premises),
            new FreeDisk(premises),
            new SynchronizedClock(premises),
            new FoundTools(premises));
    return new Diagnosis(new Round(all, PATIENCE).findings());
  }

  /** Whether no problem was seen; notes do no harm, and what is hidden is told. */
  public boolean isHealthy() {
    return count(Verdict.PROBLEM) == 0;
  }

  private long count(Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  /** A row a finding. */
  public Sheet sheet(ZoneId zone) {
    List<List<@Nullable Object>> rows =
        findings.stream()
            .map(finding ->
                Arrays.<@Nullable Object>asList(
                    finding.check(), finding.verdict().word(), finding.found(), finding.advice()))
            .toList();
    return new Sheet(COLUMNS, rows, zone);
  }

  /** Lines for people, the last one sums up: advice is too long for a table, and to be copied. */
  public String text() {
    int width = findings.stream().mapToInt(finding -> finding.check().length()).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (Finding finding : findings) {
      String head = "%-7s  %-" + Math.max(1, width) + "s  ";
      out.append(head.formatted(finding.verdict().word(), finding.check()))
          .append(SafeText.plain(finding.found()))
          .append('\n');
      if (finding.advice() != null) {
        out.append(head.formatted("", ""))
            .append("-> ")
            .append(SafeText.plain(finding.advice()))
            .append('\n');
      }
    }
    return out.append(summary()).append('\n').toString();
  }

  private String summary() {
    long hidden = count(Verdict.HIDDEN);
    String unseen =
        hidden == 0 ? "" : "; " + count(hidden, "thing") + " cannot be seen by you: run it as root";
    if (isHealthy()) {
      long notes = count(Verdict.NOTE);
      return (hidden == 0 ? "all is well" : "no problem was seen")
          + (notes == 0 ? "" : "; " + count(notes, "note"))
          + unseen;
    }
    return count(count(Verdict.PROBLEM), "problem")
        + findings.stream()
            .filter(finding -> finding.verdict() == Verdict.PROBLEM)
            .map(Finding::check)
            .distinct()
            .collect(Collectors.joining(", ", ": ", ""))
        + unseen;
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
