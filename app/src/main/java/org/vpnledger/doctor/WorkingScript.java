package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.hook.ScriptGuard;
import org.vpnledger.store.DeliveryCounts;
import org.vpnledger.store.LedgerReader;

/** Whether the operator's script would be run, and whether it keeps up. */
final class WorkingScript extends LedgerExamination {
  /** A gateway that comes up at once may have so many; a script that hangs soon has more. */
  private static final long MANY = 1_000;

  WorkingScript(Premises premises) {
    super(premises);
  }

  @Override
  public String check() {
    return "script";
  }

  @Override
  List<Finding> look(LedgerReader ledger) {
    Path script = premises.settings().hook().script().orElse(null);
    if (script == null) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    guard(script, findings);
    counts(ledger.deliveries("hook"), findings);
    return findings.isEmpty()
        ? List.of(Finding.ok(check(), script + " is run at each change"))
        : findings;
  }

  private void guard(Path script, List<Finding> findings) {
    ProcessRights daemon = premises.daemon();
    int user = daemon == null ? premises.caller().user() : daemon.user();
    try {
      Path _ = new ScriptGuard(Path.of("/"), user).check(script);
    } catch (IOException e) {
      Finding found =
          Finding.problem(
              check(),
              Reasons.of(e),
              "until then it is not run; events wait and are delivered later");
      // What another user may execute or see is not for us to tell.
      boolean seesAsDaemon = premises.caller().isRoot() || premises.caller().user() == user;
      findings.add(seesAsDaemon ? found : found.asHidden());
    }
  }

  private void counts(@Nullable DeliveryCounts counts, List<Finding> findings) {
    if (counts == null) {
      return;
    }
    if (counts.failed() > 0) {
      findings.add(
          Finding.note(
              check(),
              "%d of %d events were given up after several attempts"
                  .formatted(counts.failed(), counts.failed() + counts.delivered()),
              "the daemon's log has the script's error output: 'journalctl -u "
                  + premises.unit()
                  + "'"));
    }
    if (counts.waiting() > 0) {
      Finding found =
          Finding.problem(
              check(),
              counts.waiting() + " events wait for it",
              "it is slow, or fails and is tried again: see the daemon's log, hook.parallel and"
                  + " hook.timeout");
      findings.add(counts.waiting() > MANY ? found : found.asNote());
    }
  }
}
