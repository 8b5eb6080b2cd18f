package org.vpnledger.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.live.FlowWork;
import org.vpnledger.live.Snapshot;
import org.vpnledger.live.SourceState;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Protocol;

/**
 * Whether all is well: every source is read, every tunnel that is expected is there, and the ledger
 * is written.
 *
 * @param interfaces the tunnels that it is about, those that are missing too
 * @param problems what is the matter, worst first; none when all is well
 */
public record Verdict(List<String> interfaces, List<Problem> problems) {
  /** So long the daemon may be silent: it speaks every few seconds. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  /** So long the store may be away before that is anybody's matter. */
  private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(15);

  /**
   * One thing that is the matter.
   *
   * @param interfaceName the tunnel that it concerns, absent if it concerns no single one
   * @param message one line for people
   */
  public record Problem(@Nullable String interfaceName, String message) {}

  public Verdict {
    interfaces = List.copyOf(interfaces);
    problems = List.copyOf(problems);
  }

  /** Whether nothing is the matter. */
  public boolean isHealthy() {
    return problems.isEmpty();
  }

  /** Whether the daemon's own loop goes on. */
  public static boolean isAlive(@Nullable Snapshot snapshot, Moment now) {
    return snapshot != null && now.since(snapshot.at()).compareTo(SILENCE) <= 0;
  }

  /**
   * Of everything, or of one tunnel.
   *
   * @param snapshot absent before the first
   * @param expected interfaces that the settings name
   * @param only the interface that is asked for, absent for all
   */
  public static Verdict of(
      @Nullable Snapshot snapshot, Moment now, Set<String> expected, @Nullable String only) {
    if (snapshot == null) {
      return new Verdict(
          List.of(), List.of(new Problem(null, "the daemon has not read its sources yet")));
    }
    List<TunnelState> tunnels =
        snapshot.tunnels().stream()
            .filter(tunnel -> only == null || tunnel.id().interfaceName().equals(only))
            .toList();
    List<Problem> problems = new ArrayList<>();
    ofDaemon(snapshot, now, sources(snapshot, tunnels, only), problems);
    tunnels.forEach(tunnel -> ofTunnel(snapshot, tunnel, now, problems));
    Set<String> known = new LinkedHashSet<>();
    tunnels.forEach(tunnel -> known.add(tunnel.id().interfaceName()));
    if (snapshot.ready()) {
      missing(known, expected, only, problems);
      if (known.isEmpty() && problems.isEmpty() && !snapshot.wireGuardSources().isEmpty()) {
        problems.add(new Problem(null, "no WireGuard tunnel found: 'wg-quick up wg0' starts one"));
      }
    }
    Set<String> interfaces = new LinkedHashSet<>(known);
    (only == null ? expected : Set.of(only)).stream().sorted().forEach(interfaces::add);
    return new Verdict(List.copyOf(interfaces), problems);
  }

  /** Who asks for one tunnel is not told of the others' sources. */
  private static List<SourceState> sources(
      Snapshot snapshot, List<TunnelState> tunnels, @Nullable String only) {
    return only == null || tunnels.isEmpty()
        ? snapshot.sources()
        : snapshot.sources().stream()
            .filter(source ->
                tunnels.stream().anyMatch(tunnel -> tunnel.id().source().equals(source.name())))
            .toList();
  }

  private static void ofDaemon(
      Snapshot snapshot, Moment now, List<SourceState> sources, List<Problem> problems) {
    if (!isAlive(snapshot, now)) {
      long silent = now.since(snapshot.at()).toSeconds();
      problems.add(new Problem(null, "the daemon hangs: it was silent for " + silent + " s"));
    }
    for (SourceState source : sources) {
      if (!source.isUp(now, snapshot.overdueAfter())) {
        problems.add(new Problem(null, source.inWords()));
      }
    }
    if (snapshot.work().trouble() != null) {
      problems.add(new Problem(null, "the ledger cannot be written: " + snapshot.work().trouble()));
    }
    FlowWork flows = snapshot.flows();
    if (flows != null) {
      ofFlows(flows, now, problems);
    }
  }

  /** Uploads that fail are no matter as long as what waits is young: it is tried again. */
  private static void ofFlows(FlowWork flows, Moment now, List<Problem> problems) {
    flows.problems().forEach(line -> problems.add(new Problem(null, "the flow log: " + line)));
    FlowWork.Upload upload = flows.upload();
    Instant oldest = upload == null ? null : upload.oldestWaiting();
    if (upload != null
        && upload.trouble() != null
        && oldest != null
        && oldest.plus(UPLOAD_PATIENCE).isBefore(now.wall())) {
      problems.add(
          new Problem(
              null,
              "the flow log: %d file%s cannot be uploaded: %s"
                  .formatted(
                      upload.waitingFiles(),
                      upload.waitingFiles() == 1 ? "" : "s",
                      upload.trouble())));
    }
  }

  private static void ofTunnel(
      Snapshot snapshot, TunnelState tunnel, Moment now, List<Problem> problems) {
    String name = tunnel.id().interfaceName();
    if (!tunnel.present()) {
      problems.add(
          new Problem(
              name,
              tunnel.protocol() == Protocol.OPENVPN
                  ? "the OpenVPN server " + name + " is gone: 'vpnledger events' says since when"
                  : name + " is gone: 'ip link' shows which interfaces there are"));
    } else if (!snapshot.isCurrent(tunnel, now) && snapshot.ready()) {
      Moment last = tunnel.lastRead();
      problems.add(
          new Problem(
              name,
              snapshot.read().contains(tunnel.id()) && last != null
                  ? name + " was last read " + now.since(last).toSeconds() + " s ago"
                  : name + " was there before and has not been found yet"));
    }
  }

  private static void missing(
      Set<String> known, Set<String> expected, @Nullable String only, List<Problem> problems) {
    (only == null ? expected : Set.of(only))
        .stream()
            .filter(name -> !known.contains(name))
            .sorted()
            .forEach(name ->
                problems.add(
                    new Problem(name, name + " is not there: 'ip link' shows which there are")));
  }
}
