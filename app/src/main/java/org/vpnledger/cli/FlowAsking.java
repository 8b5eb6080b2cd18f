package org.vpnledger.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vpnledger.cli.Asking.Form;
import org.vpnledger.flow.sql.Answer;
import org.vpnledger.flow.sql.FlowAnswers;
import org.vpnledger.flow.sql.FlowFiles;
import org.vpnledger.flow.sql.FlowProblem;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.Span;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A command that asks the flow log; the last day unless another time is given. */
abstract class FlowAsking implements Callable<Integer> {
  @ParentCommand FlowsCommand flows;
  @Mixin FormOptions form = new FormOptions();
  @Mixin SpanOptions span = new SpanOptions();
  @Mixin FlowSource source = new FlowSource();

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "how many rows (default: 20 in a table, else all)")
  @Nullable Long count;

  @Option(
      names = "--parquet",
      paramLabel = "FILE",
      description = "writes the answer into that file, as Parquet")
  @Nullable Path parquet;

  /** Asks, once what is asked is known to be well-formed. */
  abstract Answer ask(FlowAnswers answers, long most);

  /** How many rows a table has, unless it is said. */
  int readable() {
    return 20;
  }

  /** The answer as it is shown. */
  Sheet sheet(Answer answer, ZoneId zone, long most) {
    return FlowSheets.of(answer, zone, most);
  }

  /** Throws with one line for people if what was typed makes no sense. */
  void check() {}

  @Override
  public Integer call() {
    check();
    Asking asking = flows.asking();
    Span asked = span.span(asking.now(), asking.zone(), last -> last.minusDays(1));
    try (FlowFiles files = source.open(flows, asking);
        FlowAnswers answers = FlowAnswers.open(files, asked.from(), asked.to())) {
      long most = most();
      Answer answer = ask(answers, most);
      show(asking, answers, answer);
      answers.problems().forEach(problem -> complain(asking, problem));
      return answers.problems().isEmpty() ? 0 : 1;
    } catch (FlowProblem e) {
      throw new Complaint(String.valueOf(e.getMessage()));
    }
  }

  private long most() {
    Long given = count;
    if (given != null && given < 1) {
      throw new IllegalArgumentException("-n needs a number from 1");
    }
    boolean all = parquet != null || form.form() != Form.TABLE;
    return given != null ? given : all ? Long.MAX_VALUE : readable();
  }

  private void show(Asking asking, FlowAnswers answers, Answer answer) {
    Path file = parquet;
    if (file != null) {
      try {
        answers.writeParquet(file);
      } catch (IOException e) {
        throw new Complaint(file + ": " + e.getMessage());
      }
      asking
          .out()
          .println(
              "%d rows written to %s".formatted(answer.count(), SafeText.plain(file.toString())));
      asking.out().flush();
      return;
    }
    long shown = Math.min(answer.count(), most());
    asking.show(sheet(answer, asking.zone(), shown), form.form());
    if (shown < answer.count()) {
      complain(
          asking,
          "these are the first %d of %d rows: -n N shows more, --csv and --json show all"
              .formatted(shown, answer.count()));
    }
  }

  static void complain(Asking asking, String line) {
    asking.err().println("vpnledger: " + SafeText.plain(line));
    asking.err().flush();
  }
}
