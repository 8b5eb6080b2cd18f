package org.vpnledger.source.wireguard;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Readiness;
import org.vpnledger.source.Source;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.TunnelId;

/**
 * Tells of handshakes as the kernel completes them, on the tunnels that other sources read. Where
 * the kernel does not let us, it has nothing to tell, and that is no failure.
 */
public final class HandshakeWatch implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(HandshakeWatch.class);
  static final String NAME = "handshakes";

  /** A right that is missing is not given all the time. */
  private static final long TRY_EVERY = Duration.ofMinutes(10).toNanos();

  /** How late it may be noticed that a kind has come of which there was no interface before. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Moments moments;
  private final ObservationClock clock;
  private final Map<String, HandshakeProbe> probes = new TreeMap<>();
  private final Map<String, Long> nextTry = new HashMap<>();

  /** Over the tunnels that these moments know. */
  public HandshakeWatch(Moments moments, ObservationClock clock) {
    this.moments = moments;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean readsTunnels() {
    return false;
  }

  @Override
  public List<Observation> poll() {
    NetlinkSession.KINDS.forEach(this::openIfNeeded);
    List<Observation> seen = new ArrayList<>();
    for (String kind : List.copyOf(probes.keySet())) {
      HandshakeProbe probe = probes.get(kind);
      try {
        if (probe != null) {
          seen.addAll(observations(probe.drain()));
        }
      } catch (KernelException e) {
        give(kind, e);
      }
    }
    return seen;
  }

  private void openIfNeeded(String kind) {
    boolean wanted = moments.mayProbe() && moments.isAnyOf(kind) && !probes.containsKey(kind);
    if (wanted && System.nanoTime() >= nextTry.getOrDefault(kind, Long.MIN_VALUE)) {
      try {
        probes.put(kind, HandshakeProbe.open(kind, "vpnledger"));
        moments.probed(kind, true);
        LOG.info("handshakes of kernel {} are noticed as they happen (kprobe)", kind);
      } catch (KernelException | RuntimeException e) {
        give(kind, e); // also what types that nobody has seen yet may lead to
      }
    }
  }

  private void give(String kind, Exception why) {
    HandshakeProbe broken = probes.remove(kind);
    if (broken != null) {
      broken.close();
    }
    moments.probed(kind, false);
    if (nextTry.put(kind, System.nanoTime() + TRY_EVERY) == null) {
      LOG.info(
          "handshakes of kernel {} are not told by the kernel ({}): their packets or the next look"
              + " tell",
          kind,
          why.getMessage());
    }
  }

  private List<Observation> observations(List<Shaken> shaken) {
    List<Observation> observations = new ArrayList<>();
    Moment now = clock.now();
    for (Shaken one : shaken) {
      TunnelId tunnel = moments.tunnel(one.namespace(), one.ifindex());
      if (tunnel != null) {
        Instant wall = now.wall().minusNanos(now.monotonicNanos() - one.monotonicNanos());
        observations.add(
            new Observation.Handshake(
                tunnel,
                new Moment(wall, one.monotonicNanos(), now.clock()),
                one.peer(),
                wall.truncatedTo(ChronoUnit.SECONDS),
                one.endpoint()));
      }
    }
    return observations;
  }

  @Override
  public void await(Duration atMost) throws InterruptedException {
    List<Descriptor> waiting = probes.values().stream().map(HandshakeProbe::descriptor).toList();
    Duration step =
        waiting.isEmpty() && moments.mayProbe() && atMost.compareTo(LOOK_EVERY) > 0
            ? LOOK_EVERY
            : atMost;
    try {
      int _ = Readiness.await(waiting, step);
    } catch (KernelException e) {
      LOG.debug("handshakes", e);
      Thread.sleep(step); // the next look tells what is the matter
    }
  }

  @Override
  public void close() {
    probes.values().forEach(HandshakeProbe::close);
    probes.clear();
  }
}
