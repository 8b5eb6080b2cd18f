package org.vpnledger.source.wireguard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Readiness;
import org.vpnledger.kernel.log.DynamicDebug;
import org.vpnledger.kernel.log.KernelLog;
import org.vpnledger.kernel.log.LogRecord;
import org.vpnledger.source.Source;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.TunnelId;

/**
 * Tells of handshakes that the kernel refused on the tunnels that other sources read, from the
 * kernel's log. WireGuard writes there only where dynamic debug lets it.
 *
 * <p>The log names an interface, and not the namespace that it is in. Where several have that name,
 * a refusal is told of the first of them, with the others.
 */
public final class RefusalWatch implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalWatch.class);
  static final String NAME = "kernel log";
  private static final int MOST_ALTERNATIVES = 3;

  private static final long SILENCE_LOOK_EVERY = Duration.ofMinutes(1).toNanos();

  private final Moments moments;
  private final ObservationClock clock;
  private final Refusals refusals = new Refusals();
  private @Nullable KernelLog log;
  private final Set<String> silent = new HashSet<>();
  private final Map<String, Long> nextSilenceLook = new HashMap<>();
  private long lost;

  /** Over the tunnels that these moments know. */
  public RefusalWatch(Moments moments, ObservationClock clock) {
    this.moments = moments;
    this.clock = clock;
  }

  /**
   * Whether the kernel was told to write of refused handshakes; root may see that.
   *
   * @param kind the module, {@code wireguard} or {@code amneziawg}
   */
  public static DynamicDebug.Setting setting(String kind) {
    return DynamicDebug.of(kind, Refusal.Reason.lines());
  }

  /** The command that tells it so, for a shell. */
  public static String telling(String kind) {
    return "echo 'module %1$s format Invalid +p; module %1$s format Dropping +p' >/proc/dynamic_debug/control"
        .formatted(kind);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Observation> poll() throws SourceException {
    try {
      KernelLog open = log;
      if (open == null) {
        open = KernelLog.open();
        log = open;
      }
      KernelLog.Told told = open.drain();
      noteLost(told.lost());
      noteSilence();
      return observations(told.records(), clock.now());
    } catch (KernelException e) {
      close();
      throw new SourceException(advice(e), e);
    }
  }

  /** Once, and then at every doubling: whoever loses some loses many. */
  private void noteLost(long more) {
    long before = lost;
    lost += more;
    if (more > 0 && Long.highestOneBit(lost) != Long.highestOneBit(before)) {
      LOG.warn(
          "{}: {} record{} so far came faster than they could be read, and may have told of"
              + " refused handshakes",
          NAME,
          lost,
          lost == 1 ? "" : "s");
    }
  }

  /** A kernel that was not told to write says nothing, which looks like peace. */
  private void noteSilence() {
    for (String kind : NetlinkSession.KINDS) {
      long now = System.nanoTime();
      if (moments.isAnyOf(kind) && now - nextSilenceLook.getOrDefault(kind, now) >= 0) {
        nextSilenceLook.put(kind, now + SILENCE_LOOK_EVERY);
        noteSilence(kind, setting(kind));
      }
    }
  }

  private void noteSilence(String kind, DynamicDebug.Setting setting) {
    if (setting == DynamicDebug.Setting.OFF && silent.add(kind)) {
      LOG.warn(
          "{}: kernel {} was not told to write of refused handshakes: {}",
          NAME,
          kind,
          telling(kind));
    } else if (setting == DynamicDebug.Setting.ON && silent.remove(kind)) {
      LOG.info("{}: kernel {} writes of refused handshakes now", NAME, kind);
    }
  }

  /** What is to be told now, of these records and of those before. */
  List<Observation> observations(List<LogRecord> records, Moment now) {
    List<Refusals.Told> told = new ArrayList<>(refusals.due(now.monotonicNanos()));
    for (LogRecord record : records) {
      Refusal refusal = record.facility() == LogRecord.KERNEL ? Refusal.parse(record.text()) : null;
      if (refusal != null && !tunnels(refusal.at()).isEmpty()) {
        Refusals.Told first = refusals.note(refusal, now.monotonicNanos());
        if (first != null) {
          told.add(first);
        }
      }
    }
    List<Observation> observations = new ArrayList<>();
    told.forEach(one -> {
      List<TunnelId> tunnels = tunnels(one.at());
      if (!tunnels.isEmpty()) { // it may have gone meanwhile
        String reason = one.reason() + alternatives(tunnels);
        observations.add(new Observation.Refused(tunnels.getFirst(), now, one.endpoint(), reason));
      }
    });
    return observations;
  }

  private List<TunnelId> tunnels(Refusal.Interface at) {
    return moments.tunnels(at.name(), at.kind());
  }

  private static String alternatives(List<TunnelId> tunnels) {
    return tunnels.size() == 1
        ? ""
        : tunnels.stream()
            .skip(1)
            .limit(MOST_ALTERNATIVES)
            .map(TunnelId::toString)
            .collect(Collectors.joining(" or ", " (on this tunnel, or ", ")"));
  }

  private static String advice(KernelException e) {
    return e.getMessage()
        + switch (e.errno()) {
          case Errno.EPERM ->
              ": the kernel keeps its log to CAP_SYSLOG (kernel.dmesg_restrict): run as root, or"
                  + " use systemd/kernel-log.conf";
          case Errno.EACCES, Errno.ENOENT, Errno.ENXIO ->
              ": hidden from this process: use systemd/kernel-log.conf, or kernel_log = false";
          default -> "";
        };
  }

  @Override
  public void await(Duration atMost) throws InterruptedException {
    KernelLog open = log;
    Duration wait = refusals.untilDue(clock.now().monotonicNanos(), atMost);
    try {
      int _ = Readiness.await(open == null ? List.of() : List.of(open.descriptor()), wait);
    } catch (KernelException e) {
      LOG.debug(NAME, e);
      Thread.sleep(wait); // the next look tells what is the matter
    }
  }

  @Override
  public void close() {
    KernelLog open = log;
    log = null;
    if (open != null) {
      open.close();
    }
  }
}
