package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.vpnledger.name.ClientsSnapshot;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.NameSourceRow;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.TunnelRow;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/** Whether peers have names, and the files that names come from and go to can be used. */
final class KnownNames extends LedgerExamination {
  private static final int MOST_ORIGINS = 3;

  KnownNames(Premises premises) {
    super(premises);
  }

  @Override
  public String check() {
    return "names";
  }

  @Override
  List<Finding> look(LedgerReader ledger) throws IOException {
    List<PeerRow> peers = ledger.peers().stream().filter(PeerRow::listed).toList();
    Set<TunnelId> servers =
        ledger.tunnels().stream()
            .filter(tunnel -> tunnel.protocol() == Protocol.OPENVPN)
            .map(TunnelRow::tunnel)
            .collect(Collectors.toSet());
    // A client of OpenVPN is called what its certificate says.
    List<PeerRow> keys = peers.stream().filter(peer -> !servers.contains(peer.tunnel())).toList();
    List<NameSourceRow> sources = ledger.nameSources();
    List<Finding> findings = new ArrayList<>();
    for (NameSourceRow source : sources) {
      String problem = source.problem();
      if (problem != null) {
        findings.add(
            Finding.problem(
                check(),
                problem,
                problem.contains("permission denied")
                    ? premises.dropIn("names.conf")
                    : "mend the file, or take it out of names_files; it is read again when it changes"));
      }
    }
    long nameless = keys.stream().filter(peer -> peer.name() == null).count();
    if (nameless > 0) {
      findings.add(
          Finding.note(
              check(),
              "%d of %d peers have no name".formatted(nameless, keys.size()) + where(sources),
              "'vpnledger names' shows them; names_files names more files, [names] gives names"));
    }
    snapshot(peers, findings);
    if (findings.isEmpty() && !keys.isEmpty()) {
      findings.add(
          Finding.ok(check(), "all %d peers have one".formatted(keys.size()) + where(sources)));
    }
    return findings;
  }

  private static String where(List<NameSourceRow> sources) {
    if (sources.isEmpty()) {
      return "; no file with names was found";
    }
    return sources.stream()
            .limit(MOST_ORIGINS)
            .map(NameSourceRow::origin)
            .collect(Collectors.joining(", ", "; they come from ", ""))
        + (sources.size() > MOST_ORIGINS ? ", …" : "");
  }

  /** The clients.json that scripts read beside the bandwidth files. */
  private void snapshot(List<PeerRow> peers, List<Finding> findings) throws IOException {
    List<PeerRow> named = peers.stream().filter(peer -> peer.name() != null).toList();
    if (!premises.settings().files().enabled() || named.isEmpty()) {
      return;
    }
    Path file = premises.settings().logDir().resolve("clients.json");
    String again = "the daemon writes it anew when a name changes, and at its next start";
    try {
      Map<PeerKey, String> names = ClientsSnapshot.read(file);
      long stale =
          named.stream()
              .filter(peer -> !String.valueOf(peer.name()).equals(names.get(peer.key())))
              .count();
      if (stale > 0) {
        findings.add(
            Finding.problem(
                check(),
                "%s is stale: %d of %d names are others now, or lack"
                    .formatted(file, stale, named.size()),
                again));
      }
    } catch (NoSuchFileException e) {
      Finding found = Finding.problem(check(), file + " is missing", again);
      findings.add(premises.data().isInUse() ? found : found.asNote());
    } catch (AccessDeniedException e) {
      findings.add(Finding.hidden(check(), file + " may not be read by you", "run it as root"));
    } catch (IOException e) {
      findings.add(Finding.problem(check(), Reasons.of(e), again));
    }
  }
}
