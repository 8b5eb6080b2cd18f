package org.vpnledger.daemon;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.Settings;
import org.vpnledger.kernel.ClockDiscipline;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.live.FlowWork;
import org.vpnledger.live.OpenVpnServer;
import org.vpnledger.live.Snapshot;
import org.vpnledger.live.SourceState;
import org.vpnledger.resource.Sample;
import org.vpnledger.source.Source;
import org.vpnledger.source.openvpn.OpenVpnSource;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;

/**
 * Tells those who look while the daemon runs what it knows, with each poll. Written by the thread
 * that owns the ledger; anybody may read the latest snapshot.
 */
final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(3);
  private static final Duration LEAST_OVERDUE = Duration.ofSeconds(15);
  private static final Duration CLOCK_EVERY = Duration.ofSeconds(30);

  private final Settings settings;
  private final Moment began;
  private final Whereabouts whereabouts;
  private final Supplier<@Nullable FlowWork> flows;
  private final Map<String, SourceState> sources = new LinkedHashMap<>();
  private final List<OpenVpnSource> openVpn;
  private volatile @Nullable Snapshot latest;
  private @Nullable Moment clockAsked;
  private @Nullable Boolean clockSynchronized;
  private @Nullable Sample machine;
  private Duration machineFresh = Duration.ZERO;
  private @Nullable Moment machineAt;

  Publisher(
      Settings settings,
      List<Source> watched,
      Whereabouts whereabouts,
      Supplier<@Nullable FlowWork> flows,
      Moment began) {
    this.flows = flows;
    this.settings = settings;
    this.began = began;
    this.whereabouts = whereabouts;
    this.openVpn =
        watched.stream()
            .filter(OpenVpnSource.class::isInstance)
            .map(OpenVpnSource.class::cast)
            .toList();
    watched.stream()
        .filter(Source::readsTunnels)
        .forEach(source -> sources.put(source.name(), SourceState.unasked(source.name())));
  }

  /** The latest, absent before the first; asked by any thread. */
  @Nullable Snapshot latest() {
    return latest;
  }

  /** A source has looked. */
  void note(Poller.Look look, Moment at) {
    SourceState before = sources.get(look.source());
    if (before == null) {
      return; // it watches for something, and reads no tunnel
    }
    String problem = look.problem();
    boolean silent = problem != null;
    for (Observation seen : look.observations()) {
      if (problem == null && seen instanceof Observation.ReadFailed failed) {
        problem = failed.tunnel().interfaceName() + ": " + failed.reason();
      }
    }
    sources.put(
        look.source(),
        problem == null
            ? before.succeeded(at, look.took())
            : before.failed(at, look.took(), problem, silent));
  }

  /** The machine was sampled; that holds for so long. */
  void note(Sample sample, Moment at, Duration freshFor) {
    machine = sample;
    machineAt = at;
    machineFresh = freshFor;
  }

  private @Nullable Sample machine(Moment now) {
    return machineAt != null && now.since(machineAt).compareTo(machineFresh) <= 0 ? machine : null;
  }

  /** Makes the next snapshot. */
  void publish(Recorder recorder, boolean ready) {
    Moment now = recorder.now();
    Duration interval = settings.interval();
    latest =
        new Snapshot(
            now,
            began,
            recorder.gateway(),
            ready,
            longer(interval.multipliedBy(2).plusSeconds(1), LEAST_PATIENCE),
            longer(
                longer(interval, settings.longestInterval())
                    .multipliedBy(2)
                    .plus(Duration.ofSeconds(5)),
                LEAST_OVERDUE),
            recorder.state(),
            recorder.tunnelsRead(),
            List.copyOf(sources.values()),
            recorder.tally().totals(),
            recorder.tally().happenings(),
            recorder.work(),
            clockSynchronized(now),
            recorder.nameLabels(),
            openVpn.stream()
                .map(source ->
                    new OpenVpnServer(
                        source.name(), source.where(), source.latest(), source.failures()))
                .toList(),
            machine(now),
            whereabouts.countries(),
            flows.get());
  }

  private @Nullable Boolean clockSynchronized(Moment now) {
    if (clockAsked == null || now.since(clockAsked).compareTo(CLOCK_EVERY) >= 0) {
      clockAsked = now;
      try {
        clockSynchronized = ClockDiscipline.ask().isSynchronized();
      } catch (KernelException e) {
        LOG.debug("the clock's state", e); // a sandbox may forbid to ask
        clockSynchronized = null;
      }
    }
    return clockSynchronized;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
