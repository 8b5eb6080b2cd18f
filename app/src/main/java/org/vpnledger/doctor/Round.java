package org.vpnledger.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vpnledger.report.SafeText;

/**
 * All examinations side by side, each on a thread of its own, so that one that hangs keeps nobody.
 */
final class Round {
  private final List<Examination> examinations;
  private final Duration patience;

  /**
   * Of these, in their order.
   *
   * @param patience how long all of it may take
   */
  Round(List<Examination> examinations, Duration patience) {
    this.examinations = List.copyOf(examinations);
    this.patience = patience;
  }

  /** Everything that was found by then. */
  List<Finding> findings() throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    List<FutureTask<List<Finding>>> looks = new ArrayList<>();
    for (Examination examination : examinations) {
      FutureTask<List<Finding>> look = new FutureTask<>(() -> look(examination));
      // A thread that hangs in the kernel is left behind: it does not keep the process.
      Thread.ofPlatform().daemon().name("doctor " + examination.check()).start(look);
      looks.add(look);
    }
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      findings.addAll(result(examinations.get(i), looks.get(i), end - System.nanoTime()));
    }
    return findings;
  }

  private static List<Finding> look(Examination examination) throws InterruptedException {
    try {
      return examination.look();
    } catch (IOException e) {
      return List.of(
          Finding.hidden(
              examination.check(),
              "cannot be looked at: " + Reasons.of(e),
              "run it as root to see more"));
    }
  }

  private List<Finding> result(Examination examination, FutureTask<List<Finding>> look, long nanos)
      throws InterruptedException {
    String check = examination.check();
    try {
      return look.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      look.cancel(true);
      return List.of(
          Finding.problem(
              check,
              "took too long: nothing came back within " + patience.toSeconds() + " s",
              "see whether a disk, a network folder or a service hangs: 'dmesg', 'mount'"));
    } catch (ExecutionException e) {
      return List.of(
          Finding.problem(
              check,
              "could not be looked at: " + SafeText.plain(String.valueOf(e.getCause())),
              "please report it"));
    }
  }
}
