package org.vpnledger.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Directory;
import org.vpnledger.report.FormerNames;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.Scope;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.Units;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.vpn.EndpointFilter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code CLIENT}, {@code --tunnel}, {@code --endpoint}, {@code --limit}: whose presence. */
final class ScopeOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "CLIENT",
      description = "only this client, by any part of its name or key, or by a former name")
  @Nullable String client;

  @Mixin TunnelOption tunnel = new TunnelOption();

  @Option(
      names = "--endpoint",
      paramLabel = "ADDRESS",
      description = "only who was there: 192.0.2.7, 192.0.2.7:51820, 192.0.2.0/24, 2001:db8::/32")
  @Nullable String endpoint;

  @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: 1000)")
  int limit = 1000;

  private final List<String> notes = new ArrayList<>();

  /** What these options mean in this ledger. */
  Scope scope(Asking asking, LedgerReader reader, Directory peers) {
    if (limit < 1) {
      throw new IllegalArgumentException("--limit needs a number from 1");
    }
    EndpointFilter where = endpoint == null ? null : filter(endpoint);
    Set<Long> whose = client == null ? null : clients(asking, reader, peers, client);
    TunnelOption.Named there = tunnel.named(reader, peers);
    return there == null
        ? new Scope(whose, null, whose, where, limit)
        : new Scope(whose, there.numbers(), there.among(whose), where, limit);
  }

  /** Shows an answer, and on the other stream what should be known of it. */
  void show(Asking asking, Sheet sheet, Asking.Form form) {
    asking.show(sheet, form);
    notes.forEach(note -> asking.err().println("vpnledger: " + note));
    asking.err().flush();
  }

  private static EndpointFilter filter(String text) {
    EndpointFilter filter = EndpointFilter.parse(text);
    if (filter == null) {
      throw new IllegalArgumentException(
          "--endpoint: '%s' is no address: write 192.0.2.7, 192.0.2.7:51820, [2001:db8::7]:51820, 192.0.2.0/24 or 2001:db8::/32"
              .formatted(SafeText.plain(text)));
    }
    return filter;
  }

  private Set<Long> clients(Asking asking, LedgerReader reader, Directory peers, String text) {
    if (peers.matching(text).isEmpty()) {
      List<FormerNames.Former> formers =
          FormerNames.of(reader).matching(text).stream()
              .filter(former -> peers.has(former.peer()))
              .toList();
      List<PeerRow> found = formers.stream().map(former -> peers.get(former.peer())).toList();
      if (!found.isEmpty()) {
        asking.requireOne(found, text, asking.seed());
        formers.forEach(former -> notes.add(note(former, peers, reader, asking)));
        return Directory.idsOf(found);
      }
    }
    return Directory.idsOf(asking.clients(peers, text, asking.seed()));
  }

  private static String note(
      FormerNames.Former former, Directory peers, LedgerReader reader, Asking asking) {
    var zone = Question.zone(reader, asking);
    PeerRow peer = peers.get(former.peer());
    return "%s (%s) was called '%s' from %s%s"
        .formatted(
            Directory.nameOf(peer),
            SafeText.plain(peer.key().abbreviated()),
            former.name(),
            Units.time(former.from(), zone),
            former.until() == null ? "" : " until " + Units.time(former.until(), zone));
  }
}
