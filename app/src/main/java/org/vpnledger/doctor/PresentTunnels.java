package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vpnledger.config.Settings;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.StoreException;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Observation.Read;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.Protocol;

/** Whether tunnels can be read, by who asks, and whether somebody can reach them. */
final class PresentTunnels implements Examination {
  private final Premises premises;

  PresentTunnels(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "tunnels";
  }

  @Override
  public List<Finding> look() throws IOException, InterruptedException {
    TunnelLook look = premises.look();
    List<Finding> findings = new ArrayList<>();
    for (Read read : look.reads()) {
      findings.addAll(tunnel(read));
    }
    for (String problem : look.problems()) {
      Finding found =
          Finding.problem(check(), problem, "the manual's chapter Sources has each line");
      findings.add(premises.caller().isRoot() ? found : found.asHidden());
    }
    for (String name : missing(look.reads())) {
      findings.add(
          Finding.problem(
              check(),
              "no interface " + name + ", which the settings name, can be read",
              "'ip link' shows all; 'wg-quick up " + name + "' makes it"));
    }
    for (SourceSettings source : premises.settings().sources()) {
      if (source instanceof SourceSettings.OpenVpnManagement) {
        findings.add(
            Finding.note(
                check(),
                source.name() + ": its management interface has room for the daemon alone",
                "'vpnledger status' says who is connected"));
      }
    }
    return findings.isEmpty() ? List.of(none()) : findings;
  }

  private Set<String> missing(List<Read> reads) {
    Settings settings = premises.settings();
    Set<String> missing = new TreeSet<>(settings.interfaces());
    if (missing.isEmpty()) {
      settings.sources().stream().map(SourceSettings::interfaces).forEach(missing::addAll);
    }
    reads.forEach(read -> missing.remove(read.tunnel().interfaceName()));
    return missing;
  }

  private Finding none() {
    String others = ofDaemon();
    if (!others.isEmpty()) {
      return Finding.ok(
          check(), "the daemon reads " + others + ", which its flags name and no setting does");
    }
    boolean module = Files.isDirectory(premises.at("/sys/module/wireguard"));
    return Finding.problem(
        check(),
        module
            ? "no tunnel found: no WireGuard interface, though the kernel has its module"
            : "no tunnel found: no WireGuard module in the kernel, no socket of a process",
        module
            ? "'wg-quick up wg0' makes one; an OpenVPN server is named by a [[source]]"
            : "'modprobe wireguard', then 'wg-quick up wg0'; an OpenVPN server is named by a"
                + " [[source]]");
  }

  /** The servers of OpenVPN that a running daemon was told of by flags. */
  private String ofDaemon() {
    if (!premises.data().isInUse()) {
      return "";
    }
    try (LedgerReader ledger = premises.ledger()) {
      return ledger.tunnels().stream()
          .filter(row -> row.present() && !row.failing() && row.protocol() == Protocol.OPENVPN)
          .map(row -> "the OpenVPN server " + row.tunnel().source())
          .collect(Collectors.joining(", "));
    } catch (StoreException e) {
      return ""; // WholeLedger says what the matter is with it
    }
  }

  private List<Finding> tunnel(Read read) {
    if (read.device().protocol() == Protocol.OPENVPN) {
      return List.of(
          Finding.ok(
              check(),
              "%s: an OpenVPN server with %d connections"
                  .formatted(read.tunnel(), read.connections().size())));
    }
    List<Finding> findings = new ArrayList<>();
    String tunnel = read.tunnel().toString();
    String name = read.tunnel().interfaceName();
    if (SystemInterface.isDown(premises, name)) {
      findings.add(
          Finding.problem(
              check(), tunnel + ": the interface is down", "ip link set " + name + " up"));
    }
    if (read.device().publicKey() == null) {
      findings.add(
          Finding.problem(
              check(),
              tunnel + " has no private key, so nobody can connect",
              "wg set " + name + " private-key FILE"));
    }
    if (read.device().listenPort() == 0) {
      findings.add(
          Finding.note(
              check(),
              tunnel + " listens on no port: clients cannot find it",
              "wg set " + name + " listen-port 51820"));
    }
    if (read.connections().isEmpty()) {
      findings.add(
          Finding.note(check(), tunnel + " has no peers", "wg set " + name + " peer KEY …"));
    } else if (read.connections().stream().noneMatch(PresentTunnels::everShookHands)) {
      findings.add(
          Finding.note(
              check(),
              "%s: none of %d peers has ever shaken hands"
                  .formatted(tunnel, read.connections().size()),
              "see whether UDP port %d reaches this machine: firewall, port forwarding"
                  .formatted(read.device().listenPort())));
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              check(),
              "%s: %d of %d peers have shaken hands, UDP port %d"
                  .formatted(
                      tunnel,
                      read.connections().stream().filter(PresentTunnels::everShookHands).count(),
                      read.connections().size(),
                      read.device().listenPort())));
    }
    return findings;
  }

  private static boolean everShookHands(Connection peer) {
    return switch (peer.presence()) {
      case Presence.LastHandshake(var at) -> at != null;
      case Presence.ConnectedSince _ -> true;
    };
  }
}
