package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vpnledger.config.Settings;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.container.Containers;
import org.vpnledger.doctor.TunnelLook;
import org.vpnledger.name.NameBook;
import org.vpnledger.report.CheckReport;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.SheetJson;
import org.vpnledger.source.Source;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.source.wireguard.Moments;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code vpnledger check}: looks at the tunnels once, by itself, and says in a script's well-known
 * lines who is connected. It needs no ledger and no daemon, and changes neither.
 */
@Command(
    name = "check",
    description =
        "reads the tunnels now: who is connected from where, and who is stale; for cron and alerts")
final class CheckCommand implements Callable<Integer> {
  static final int UNHEALTHY = 3;

  private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9._=-]{1,15}");

  @ParentCommand Main main;

  @Parameters(
      arity = "0..1",
      paramLabel = "IFACE",
      description = "only this interface (default: those of the settings, or all)")
  @Nullable String only;

  @Option(names = "--json", description = "an array of flat objects; nothing is logged")
  boolean json;

  private List<Observation.Read> reads = List.of();
  private final List<String> problems = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    if (only != null && !INTERFACE.matcher(only).matches()) {
      throw new IllegalArgumentException(
          "'" + SafeText.plain(only) + "' is no interface's name: 'ip link' shows all");
    }
    Settings settings = main.configuration().settings();
    Containers containers = new Containers(Path.of("/"));
    Set<String> wanted = only == null ? Set.copyOf(settings.interfaces()) : Set.of(only);
    List<Source> sources =
        Sources.of(
            settings.sources(),
            wanted,
            containers,
            new Moments(Noticing.POLLS),
            null,
            new SystemObservationClock());
    boolean logged = true;
    CheckReport report;
    try {
      TunnelLook look = TunnelReader.look(sources);
      reads = look.reads();
      problems.addAll(look.problems());
      report = new CheckReport(reads, settings.zone());
      if (json) {
        NameBook names = Names.book(settings, containers, sources);
        names.refresh();
        SheetJson.write(
            report.sheet(settings.gatewayName(), peer -> name(names, peer)), main.out());
      } else {
        logged = printed(report.text(Instant.now()), new ConnectionsLog(settings.logDir()));
      }
    } finally {
      sources.forEach(Source::close);
    }
    noteMissing(wanted, settings.sources());
    problems.forEach(problem -> main.complain(problem));
    return !logged ? Mistakes.FAILED : problems.isEmpty() && !report.isAnyStale() ? 0 : UNHEALTHY;
  }

  private static String name(NameBook names, PeerKey peer) {
    GivenName given = names.lookup(peer);
    return given == null ? peer.abbreviated() : given.text();
  }

  private boolean printed(String text, ConnectionsLog log) {
    main.out().print(text);
    main.out().flush();
    try {
      log.append(text);
      return true;
    } catch (IOException e) {
      String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
      main.complain(log.file() + ": " + (reason == null ? "permission denied" : reason));
      return false;
    }
  }

  private void noteMissing(Set<String> wanted, List<SourceSettings> configured) {
    Set<String> missing = new HashSet<>(wanted);
    reads.forEach(read -> missing.remove(read.tunnel().interfaceName()));
    missing.stream()
        .sorted()
        .forEach(name ->
            problems.add("no WireGuard interface '" + name + "' can be read: 'ip link' shows all"));
    if (reads.isEmpty() && missing.isEmpty() && problems.isEmpty()) {
      problems.add(
          configured.stream().anyMatch(SourceSettings.OpenVpnManagement.class::isInstance)
              ? "a management interface has room for the daemon alone: see 'vpnledger status'"
              : "no tunnel found: 'ip link' shows WireGuard's interfaces, and an OpenVPN server that"
                  + " only a flag of 'run' names is shown by 'vpnledger status'");
    }
  }
}
