package org.vpnledger.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.config.Settings;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.TunnelRow;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/** Whether the daemon reads its tunnels in time, and how soon it notices handshakes. */
final class FreshReads extends LedgerExamination {
  /** A commit comes after a minute at the latest. */
  private static final Duration COMMITTED = Duration.ofSeconds(75);

  private static final int LATE_LOOKS = 3;

  FreshReads(Premises premises) {
    super(premises);
  }

  @Override
  public String check() {
    return "reads";
  }

  @Override
  List<Finding> look(LedgerReader ledger) {
    List<Finding> findings = new ArrayList<>();
    boolean running = premises.data().isInUse();
    for (TunnelRow tunnel : ledger.tunnels()) {
      if (tunnel.present()) {
        findings.add(running ? fresh(tunnel) : last(tunnel));
        if (running && !tunnel.failing() && tunnel.protocol() == Protocol.WIREGUARD) {
          noticing(tunnel, findings);
        }
      } else if (running && isServerOfSettings(tunnel)) {
        findings.add(gone(tunnel));
      }
    }
    if (findings.isEmpty() && running) {
      findings.add(
          Finding.problem(
              check(),
              "the daemon has read no tunnel yet, or none is there any more",
              "'journalctl -u "
                  + premises.unit()
                  + "' says what it waits for; 'vpnledger events' what went"));
    }
    return findings;
  }

  private boolean isServerOfSettings(TunnelRow tunnel) {
    return tunnel.protocol() == Protocol.OPENVPN
        && premises.settings().sources().stream()
            .anyMatch(source -> source.name().equals(tunnel.tunnel().source()));
  }

  private Finding gone(TunnelRow tunnel) {
    Instant at = tunnel.asOf();
    return Finding.problem(
        check(),
        "the OpenVPN server %s is gone%s"
            .formatted(
                tunnel.tunnel().source(),
                at == null ? "" : "; it was last heard of " + premises.ago(at)),
        "see whether it runs, and writes its status or listens where the settings say");
  }

  /** That no daemon runs is said elsewhere. */
  private Finding last(TunnelRow tunnel) {
    Instant at = tunnel.asOf();
    return Finding.ok(
        check(),
        tunnel.tunnel() + " was last read " + (at == null ? "never" : "at " + premises.time(at)));
  }

  private Finding fresh(TunnelRow tunnel) {
    Instant at = tunnel.asOf();
    if (tunnel.failing() || at == null) {
      return Finding.problem(
          check(),
          tunnel.tunnel() + " cannot be read by the daemon",
          "'vpnledger events --type READ_FAILED' says why");
    }
    Settings settings = premises.settings();
    Duration late = settings.longestInterval().multipliedBy(LATE_LOOKS).plus(COMMITTED);
    return Duration.between(at, premises.now()).compareTo(late) > 0
        ? Finding.problem(
            check(),
            "%s was last read %s; the interval is %d s"
                .formatted(tunnel.tunnel(), premises.ago(at), settings.interval().toSeconds()),
            tunnel.protocol() == Protocol.OPENVPN
                ? "does its server run, and write its file at least every minute (status FILE 60)?"
                : "'journalctl -u " + premises.unit() + "' says what holds it up; then restart it")
        : Finding.ok(check(), tunnel.tunnel() + " was read " + premises.ago(at));
  }

  private void noticing(TunnelRow tunnel, List<Finding> findings) {
    Noticing now = tunnel.noticing();
    Noticing possible = possible(tunnel.tunnel());
    if (now.compareTo(possible) < 0) {
      findings.add(
          Finding.note(
              check(),
              "handshakes on %s are noticed by %s; %s would be sooner"
                  .formatted(tunnel.tunnel(), now.label(), possible.label()),
              possible == Noticing.KPROBE
                  ? premises.dropIn("moments.conf")
                  : "give the daemon CAP_NET_RAW, in the interface's network namespace"));
    }
  }

  /** What is known to be possible: of an interface that is not to be seen from here nothing is. */
  private Noticing possible(TunnelId tunnel) {
    Settings settings = premises.settings();
    boolean byCommand =
        settings.sources().stream()
            .anyMatch(source ->
                source instanceof SourceSettings.Command && source.name().equals(tunnel.source()));
    if (byCommand || !SystemInterface.isThere(premises, tunnel.interfaceName())) {
      return Noticing.POLLS;
    }
    boolean kernel = SystemInterface.isOfKernel(premises, tunnel.interfaceName());
    return kernel || settings.handshakes() != Noticing.KPROBE
        ? settings.handshakes()
        : Noticing.PACKETS; // there is no probe in a process
  }
}
