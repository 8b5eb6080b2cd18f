package org.vpnledger.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vpnledger.kernel.ClockDiscipline;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.StoreException;

/** Whether this machine knows what time it is. */
final class SynchronizedClock implements Examination {
  private static final Duration TOLERATED = Duration.ofMinutes(1);

  private final Premises premises;

  SynchronizedClock(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "clock";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    try {
      ClockDiscipline clock = ClockDiscipline.ask();
      findings.add(
          clock.isSynchronized()
              ? Finding.ok(
                  check(),
                  String.format(
                      Locale.ROOT, "is synchronized, to %.1f ms", clock.error().toNanos() / 1e6))
              : Finding.note(
                  check(),
                  "no time service keeps it right, as far as the kernel knows",
                  "timedatectl set-ntp true; in a container or a virtual machine, on its host"));
    } catch (KernelException e) {
      findings.add(
          Finding.note(
              check(), "cannot be asked: " + e.getMessage(), "'timedatectl' may say more"));
    }
    try (LedgerReader ledger = premises.ledger()) {
      behind(ledger, findings);
    } catch (StoreException e) {
      return findings; // WholeLedger says what the matter is
    }
    return findings;
  }

  /** One that was put back makes what comes now older than what is written. */
  private void behind(LedgerReader ledger, List<Finding> findings) {
    List<EventRow> last = ledger.eventsAfter(ledger.lastEvent() - 1, 1);
    if (last.isEmpty()) {
      return;
    }
    Instant noticed = last.getFirst().event().noticedAt();
    if (noticed.isAfter(premises.now().plus(TOLERATED))) {
      findings.add(
          Finding.problem(
              check(),
              "it is %s, but the last event is of %s"
                  .formatted(premises.time(premises.now()), premises.time(noticed)),
              "set the clock: 'timedatectl'"));
    }
  }
}
