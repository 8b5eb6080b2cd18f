package org.vpnledger.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.service.Predecessors;
import org.vpnledger.service.Systemd;

/** Whether the daemon starts at boot, and whether what it replaces still runs beside it. */
final class InstalledService implements Examination {
  private final Premises premises;

  InstalledService(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "service";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    Systemd systemd = Systemd.ofThisMachine();
    if (systemd == null) {
      findings.add(
          Finding.ok(
              check(), "systemd does not run this machine: 'vpnledger run' is for what does"));
    } else {
      findings.add(unit(systemd.enabled(premises.unit()), systemd.active(premises.unit())));
    }
    Path old = Predecessors.unit(premises.system());
    if (old != null) {
      boolean runs = systemd != null && systemd.active("wg-monitor.service").equals("active");
      Finding found =
          Finding.problem(
              check(),
              old + " is wg_monitor's own" + (runs ? ", and runs: two write to one log" : ""),
              "systemctl disable --now wg-monitor, remove that file, then 'vpnledger service install'");
      findings.add(runs ? found : found.asNote());
    }
    for (String line : Predecessors.lines(premises.system())) {
      findings.add(Finding.note(check(), line, "see whether it is still needed"));
    }
    return findings;
  }

  private Finding unit(String enabled, String active) {
    String unit = premises.unit();
    return finding(unit, enabled, active, premises.data().isInUse());
  }

  /**
   * By systemd's words.
   *
   * @param running whether some daemon keeps this ledger, by whomever it was started
   */
  Finding finding(String unit, String enabled, String active, boolean running) {
    // Older versions say the second.
    boolean installed =
        !enabled.equals("not-found") && !enabled.startsWith("Failed to get unit file state");
    if (installed && (isSentence(enabled) || isSentence(active))) {
      return Finding.hidden(
          check(),
          "systemd cannot be asked: " + (isSentence(enabled) ? enabled : active),
          "run it as root, outside of containers: 'systemctl status " + unit + "'");
    }
    String states =
        "%s is %s and %s".formatted(unit, installed ? enabled : "not installed", active);
    if (enabled.startsWith("enabled") && active.equals("active")) {
      return Finding.ok(check(), states);
    }
    if (active.equals("failed") || active.equals("activating")) {
      return Finding.problem(check(), states, "'journalctl -u " + unit + "' says why");
    }
    // Who starts it by hand, or by something else, has a ledger nevertheless.
    return Finding.note(
        check(),
        running && !active.equals("active")
            ? states + ": the daemon was not started by it"
            : states,
        installed ? "systemctl enable --now " + unit : "vpnledger service install --now");
  }

  /** A state is a word; a tool that could not ask says so in a sentence, or says nothing. */
  private static boolean isSentence(String state) {
    return state.isEmpty() || state.contains(" ");
  }
}
