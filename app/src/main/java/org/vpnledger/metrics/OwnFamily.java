package org.vpnledger.metrics;

import static org.vpnledger.metrics.Family.counter;
import static org.vpnledger.metrics.Family.gauge;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.EventType;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.live.LedgerWork;
import org.vpnledger.live.Snapshot;
import org.vpnledger.live.SourceState;
import org.vpnledger.vpn.LinkTroubles;
import org.vpnledger.vpn.Moment;

/**
 * The project's own family: what the ledger knows and no reading of a counter can show. {@code
 * docs/metrics.md} lists it.
 */
final class OwnFamily implements Dialect {
  static final String NAME = "vpnledger";

  private static final Family BUILD = gauge("vpnledger_build_info", "The program.");
  private static final Family GATEWAY =
      gauge("vpnledger_gateway_info", "The gateway, and the time zone of its days.");
  private static final Family SOURCE_UP =
      gauge("vpnledger_source_up", "Whether the last look of the source was whole (1) or not (0).");
  private static final Family SOURCE_SUCCESS =
      gauge(
          "vpnledger_source_last_success_timestamp_seconds",
          "When a look of the source was last whole.");
  private static final Family SOURCE_AGE =
      gauge(
          "vpnledger_source_last_success_age_seconds",
          "How long ago a look of the source was whole.");
  private static final Family SOURCE_DURATION =
      gauge("vpnledger_source_last_read_duration_seconds", "How long the source's last look took.");
  private static final Family SOURCE_READS =
      counter("vpnledger_source_reads_total", "Looks of the source since the daemon began.");
  private static final Family TUNNEL_UP =
      gauge("vpnledger_tunnel_up", "Whether the tunnel is there and can be read (1) or not (0).");
  private static final Family TUNNEL_AGE =
      gauge("vpnledger_tunnel_last_read_age_seconds", "How long ago the tunnel was read.");
  private static final Family TUNNEL_PEERS =
      gauge("vpnledger_tunnel_peers", "Peers that the tunnel has.");
  private static final Family TUNNEL_ONLINE =
      gauge("vpnledger_tunnel_peers_online", "Peers of the tunnel that are online.");
  private static final Family TUNNEL_COUNTRIES =
      gauge(
          "vpnledger_tunnel_country_peers_online",
          "Peers of the tunnel that are online, by the country of their address.");
  private static final Family TUNNEL_RECEIVED =
      counter(
          "vpnledger_tunnel_received_bytes_total",
          "Bytes that the server received over the tunnel, in the ledger's whole life.");
  private static final Family TUNNEL_SENT =
      counter(
          "vpnledger_tunnel_sent_bytes_total",
          "Bytes that the server sent over the tunnel, in the ledger's whole life.");
  private static final Family RX_ERRORS =
      counter("vpnledger_tunnel_receive_errors_total", "Faulty packets, by the kernel's count.");
  private static final Family TX_ERRORS =
      counter(
          "vpnledger_tunnel_transmit_errors_total",
          "Packets that could not be sent, by the kernel's count.");
  private static final Family RX_DROPS =
      counter(
          "vpnledger_tunnel_receive_drops_total",
          "Packets that came and were dropped, by the kernel's count.");
  private static final Family TX_DROPS =
      counter(
          "vpnledger_tunnel_transmit_drops_total",
          "Packets that were dropped instead of sent, by the kernel's count.");
  private static final Family EVENTS =
      counter("vpnledger_events_total", "Events since the daemon began.");
  private static final Family SIZE =
      gauge("vpnledger_ledger_size_bytes", "Size of the ledger's file and its log.");
  private static final Family COMMITS =
      counter("vpnledger_ledger_commits_total", "Commits of the ledger since the daemon began.");
  private static final Family COMMIT_SECONDS =
      counter("vpnledger_ledger_commit_seconds_total", "Time that commits of the ledger took.");
  private static final Family PENDING =
      gauge("vpnledger_ledger_pending_facts", "Facts that wait for the next commit.");
  private static final Family LAST_EVENT =
      gauge("vpnledger_ledger_last_event", "Number of the last event in the ledger.");
  private static final Family CLOCK =
      gauge(
          "vpnledger_clock_synchronized",
          "Whether a time service disciplines the kernel's clock (1) or none does (0).");
  private static final Family LIMIT =
      gauge("vpnledger_series_limit", "The most series that a dialect has.");
  private static final Family CUT =
      gauge("vpnledger_series_cut_peers", "Peers left out of the dialect for that reason.");
  private static final Family REQUESTS =
      counter("vpnledger_http_requests_total", "Answers of the listener since the daemon began.");

  private final Build build;
  private final boolean withPeers;
  private final List<Dialect> others;
  private final Supplier<Map<Integer, Long>> requests;
  private final OwnPeers peers = new OwnPeers();

  /** What runs. */
  record Build(String version, String java) {}

  /**
   * The family.
   *
   * @param withPeers whether peers have series of their own
   * @param others whose cuts are told here, too
   * @param requests how many answers the listener gave, by status
   */
  OwnFamily(
      Build build, boolean withPeers, List<Dialect> others, Supplier<Map<Integer, Long>> requests) {
    this.build = build;
    this.withPeers = withPeers;
    this.others = List.copyOf(others);
    this.requests = requests;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int cut() {
    return peers.cut();
  }

  @Override
  public boolean tellsOfFailure() {
    return true;
  }

  @Override
  public void write(View view, Samples out) {
    Snapshot snapshot = view.snapshot();
    Labels gateway = Labels.of("gateway", snapshot.gateway().name());
    out.family(BUILD);
    out.sample(gateway.and("java", build.java()).and("version", build.version()), 1);
    out.family(GATEWAY);
    out.sample(
        gateway
            .and("gateway_id", snapshot.gateway().id())
            .and("zone", snapshot.gateway().zone().getId()),
        1);
    sources(view, gateway, out);
    tunnels(view, gateway, out);
    if (withPeers) {
      peers.write(view, out);
    }
    ledger(view, gateway, out);
    MachineFigures.write(snapshot.machine(), gateway, out);
    FlowFigures.write(snapshot.flows(), gateway, snapshot.began().wall(), out);
    limits(view, gateway, out);
    out.family(REQUESTS);
    requests
        .get()
        .forEach((code, count) ->
            out.sample(
                gateway.and("code", Integer.toString(code)), count, snapshot.began().wall()));
    ProcessFigures.write(snapshot.began().wall().getEpochSecond(), out);
  }

  private static void sources(View view, Labels gateway, Samples out) {
    List<SourceState> sources = view.snapshot().sources();
    out.family(SOURCE_UP);
    sources.forEach(source -> out.sample(of(gateway, source), view.isUp(source) ? 1 : 0));
    out.family(SOURCE_SUCCESS);
    for (SourceState source : sources) {
      Moment success = source.lastSuccess();
      if (success != null) {
        out.sample(of(gateway, source), success.wall().toEpochMilli() / 1000.0);
      }
    }
    out.family(SOURCE_AGE);
    for (SourceState source : sources) {
      Moment since = source.lastSuccess() == null ? view.snapshot().began() : source.lastSuccess();
      out.sample(of(gateway, source), View.seconds(view.now().since(since)));
    }
    out.family(SOURCE_DURATION);
    sources.forEach(source -> out.sample(of(gateway, source), View.seconds(source.lastDuration())));
    out.family(SOURCE_READS);
    for (SourceState source : sources) {
      out.sample(
          gateway.and("result", "ok").and("source", source.name()),
          source.whole(),
          view.snapshot().began().wall());
      out.sample(
          gateway.and("result", "failed").and("source", source.name()),
          source.failed(),
          view.snapshot().began().wall());
    }
  }

  private static Labels of(Labels gateway, SourceState source) {
    return gateway.and("source", source.name());
  }

  /** A tunnel with its labels. */
  private record Labelled(TunnelView view, Labels labels) {
    TunnelState state() {
      return view.state();
    }
  }

  private static void tunnels(View view, Labels gateway, Samples out) {
    List<Labelled> tunnels =
        view.tunnels().stream()
            .map(tunnel ->
                new Labelled(
                    tunnel,
                    gateway
                        .and("source", tunnel.state().id().source())
                        .and("tunnel", tunnel.label())))
            .toList();
    out.family(TUNNEL_UP);
    tunnels.forEach(tunnel -> out.sample(tunnel.labels(), tunnel.view().current() ? 1 : 0));
    out.family(TUNNEL_AGE);
    for (Labelled tunnel : tunnels) {
      Moment read = tunnel.state().lastRead();
      if (read != null) {
        out.sample(tunnel.labels(), View.seconds(view.now().since(read)));
      }
    }
    out.family(TUNNEL_PEERS);
    tunnels.forEach(tunnel -> out.sample(tunnel.labels(), count(tunnel.view(), false)));
    out.family(TUNNEL_ONLINE);
    tunnels.forEach(tunnel -> out.sample(tunnel.labels(), count(tunnel.view(), true)));
    if (!view.snapshot().countries().isEmpty()) {
      out.family(TUNNEL_COUNTRIES);
      tunnels.forEach(tunnel ->
          OnlineCountries.of(tunnel.view(), view.snapshot().countries())
              .forEach(
                  (country, peers) -> out.sample(tunnel.labels().and("country", country), peers)));
    }
    moved(view, tunnels, out);
    troubles(tunnels, out);
  }

  /** Nobody is known to be online on a tunnel that cannot be read. */
  private static long count(TunnelView tunnel, boolean online) {
    long count = 0;
    for (PeerState peer : tunnel.state().peers().values()) {
      boolean counts = online ? tunnel.current() && peer.liveness().online() : true;
      count += peer.listed() && counts ? 1 : 0;
    }
    return count;
  }

  private static void moved(View view, List<Labelled> tunnels, Samples out) {
    Snapshot snapshot = view.snapshot();
    out.family(TUNNEL_RECEIVED);
    for (Labelled tunnel : tunnels) {
      Amount open = tunnel.state().sums().month();
      long closed = snapshot.totals().of(tunnel.state().id()).rxBytes();
      out.sample(tunnel.labels(), closed + open.rxBytes(), snapshot.gateway().ledgerBegan());
    }
    out.family(TUNNEL_SENT);
    for (Labelled tunnel : tunnels) {
      Amount open = tunnel.state().sums().month();
      long closed = snapshot.totals().of(tunnel.state().id()).txBytes();
      out.sample(tunnel.labels(), closed + open.txBytes(), snapshot.gateway().ledgerBegan());
    }
  }

  private static void troubles(List<Labelled> tunnels, Samples out) {
    out.family(RX_ERRORS);
    tunnels.forEach(tunnel -> trouble(tunnel, LinkTroubles::rxErrors, out));
    out.family(TX_ERRORS);
    tunnels.forEach(tunnel -> trouble(tunnel, LinkTroubles::txErrors, out));
    out.family(RX_DROPS);
    tunnels.forEach(tunnel -> trouble(tunnel, LinkTroubles::rxDropped, out));
    out.family(TX_DROPS);
    tunnels.forEach(tunnel -> trouble(tunnel, LinkTroubles::txDropped, out));
  }

  private static void trouble(
      Labelled tunnel, java.util.function.ToLongFunction<LinkTroubles> which, Samples out) {
    LinkTroubles troubles =
        tunnel.state().device() == null ? null : tunnel.state().device().troubles();
    if (tunnel.view().current() && troubles != null) {
      out.sample(tunnel.labels(), which.applyAsLong(troubles));
    }
  }

  private static void ledger(View view, Labels gateway, Samples out) {
    Snapshot snapshot = view.snapshot();
    LedgerWork work = snapshot.work();
    out.family(EVENTS);
    for (EventType type : EventType.values()) {
      out.sample(
          gateway.and("type", type.name()),
          snapshot.happenings().events().getOrDefault(type, 0L),
          snapshot.began().wall());
    }
    out.family(SIZE);
    out.sample(gateway, work.sizeBytes());
    out.family(COMMITS);
    out.sample(gateway.and("result", "ok"), work.commits(), snapshot.began().wall());
    out.sample(gateway.and("result", "failed"), work.failures(), snapshot.began().wall());
    out.family(COMMIT_SECONDS);
    out.sample(gateway, View.seconds(work.spent()));
    out.family(PENDING);
    out.sample(gateway, work.pendingFacts());
    out.family(LAST_EVENT);
    out.sample(gateway, work.lastEvent());
    Boolean synchronised = snapshot.clockSynchronized();
    if (synchronised != null) {
      out.family(CLOCK);
      out.sample(gateway, synchronised ? 1 : 0);
    }
  }

  private void limits(View view, Labels gateway, Samples out) {
    out.family(LIMIT);
    out.sample(gateway, view.maxSeries());
    out.family(CUT);
    others.forEach(other -> out.sample(gateway.and("dialect", other.name()), other.cut()));
    out.sample(gateway.and("dialect", NAME), cut());
  }
}
