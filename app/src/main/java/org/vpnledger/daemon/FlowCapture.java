package org.vpnledger.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.FlowSection;
import org.vpnledger.config.Settings;
import org.vpnledger.flow.decode.Fault;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.ipfix.IpfixExporter;
import org.vpnledger.flow.ipfix.IpfixSettings;
import org.vpnledger.flow.ipfix.IpfixState;
import org.vpnledger.flow.ipfix.IpfixTarget;
import org.vpnledger.flow.peer.Attribution;
import org.vpnledger.flow.peer.PeerTable;
import org.vpnledger.flow.policy.Decision;
import org.vpnledger.flow.policy.Policy;
import org.vpnledger.flow.table.Flow;
import org.vpnledger.flow.table.FlowTable;
import org.vpnledger.flow.table.Timeouts;
import org.vpnledger.kernel.packet.PacketFilter;
import org.vpnledger.kernel.packet.RingSize;
import org.vpnledger.live.FlowWork;
import org.vpnledger.live.Snapshot;

/**
 * The flow log of a running daemon: one thread, which owns the rings, the table of flows and the
 * journals. Which tunnels there are, and whose addresses, it learns from snapshots of the ledger's
 * state; how it does is on a board.
 */
final class FlowCapture implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlowCapture.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long TURN_NS = Duration.ofSeconds(1).toNanos();
  private static final long STEP_NS = Duration.ofSeconds(1).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Supplier<@Nullable Snapshot> snapshots;
  private final FlowBoard board;
  private final FlowSealing sealing;
  private final FlowWriter writer;
  private final FlowTable table;
  private final TunnelTaps taps;
  private final Attribution attribution = new Attribution();
  private final Changes changes = new Changes();
  private final @Nullable IpfixExporter collector;
  private final Trouble diskTrouble = new Trouble("flows");
  private final Trouble trouble = new Trouble("flow capture");
  private final Thread thread = Thread.ofPlatform().daemon().name("flows").unstarted(this::run);
  private long clockOffset;
  private boolean clockKnown;
  private long toldDrops;
  private volatile boolean stopping;

  private final class Changes implements TunnelTaps.Changes {
    /** What a peer's flow moved before belongs to that peer, and what follows to another one. */
    @Override
    public void reowned(int source) {
      table.closeIf(flow -> flow.source() == source && isAnothers(flow));
    }

    @Override
    public void gone(int source) {
      table.closeIf(flow -> flow.source() == source);
    }
  }

  private FlowCapture(
      Settings settings,
      TunnelPlaces places,
      Supplier<@Nullable Snapshot> snapshots,
      FlowBoard board,
      InstantSource clock)
      throws IOException {
    FlowSection flow = settings.flow();
    this.snapshots = snapshots;
    this.board = board;
    Policy policy = FlowPolicy.of(flow);
    boolean readsDns = policy.mayLog(Decision::dns);
    PacketFilter filter =
        flow.filter().isEmpty()
            ? PacketFilter.all(readsDns)
            : PacketFilter.of(flow.filter(), readsDns);
    RingSize ring = RingSize.of(flow.ringBytes());
    sealing = new FlowSealing(settings, clock);
    collector = collector(flow.ipfix(), clock);
    writer = new FlowWriter(settings, policy, sealing, collector, clock);
    table =
        new FlowTable(
            flow.tableSize(),
            new Timeouts(flow.idleTimeout(), flow.activeTimeout()),
            attribution,
            this::write);
    taps =
        new TunnelTaps(
            Set.copyOf(flow.interfaces()),
            places,
            ring,
            filter,
            readsDns,
            attribution,
            this::packet);
  }

  private static @Nullable IpfixExporter collector(String target, InstantSource clock) {
    return target.isEmpty()
        ? null
        : IpfixExporter.start(
            IpfixSettings.to(IpfixTarget.parse(target)), new CollectorLines(), clock);
  }

  /**
   * Begins, if that is configured.
   *
   * @param snapshots of what the daemon knows, absent before the first
   * @param board told how it does
   */
  static @Nullable FlowCapture start(
      Settings settings,
      TunnelPlaces places,
      Supplier<@Nullable Snapshot> snapshots,
      FlowBoard board,
      InstantSource clock) {
    if (!settings.flow().enabled()) {
      return null;
    }
    try {
      FlowCapture capture = new FlowCapture(settings, places, snapshots, board, clock);
      capture.sealing.start();
      capture.thread.start();
      return capture;
    } catch (IOException e) {
      throw Main.unreadable(settings.flow().folder().toString(), e);
    } catch (IllegalArgumentException e) {
      throw new Complaint("flow: " + e.getMessage());
    }
  }

  private void run() {
    long turned = System.nanoTime() - TURN_NS;
    while (!stopping) {
      try {
        taps.poll(POLL);
        long now = System.nanoTime();
        table.at(now);
        if (now - turned >= TURN_NS) {
          turned = now;
          turn(now);
        }
        trouble.none();
      } catch (IOException e) {
        trouble.is(String.valueOf(e.getMessage()), e);
        pause();
      } catch (RuntimeException e) {
        trouble.isUnexpected(e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  /** Once a second. */
  private void turn(long now) {
    watchClock(now);
    Snapshot snapshot = snapshots.get();
    if (snapshot != null) {
      writer.gateway(snapshot.gateway().name());
      taps.follow(snapshot, changes);
    }
    tell(); // before journals are given away, whose segments say what was counted until then
    writer.tick();
    String refused = writer.trouble();
    if (refused == null) {
      diskTrouble.none();
    } else {
      diskTrouble.is(refused + "; what passes meanwhile is not logged", new IOException(refused));
    }
  }

  /**
   * No flow lasts over a step of the wall clock: it would end before it began, or last for years.
   */
  private void watchClock(long now) {
    long offset = System.currentTimeMillis() * 1_000_000 - now;
    if (clockKnown && Math.abs(offset - clockOffset) > STEP_NS) {
      table.closeAll();
    }
    clockKnown = true;
    clockOffset = offset;
  }

  private boolean isAnothers(Flow flow) {
    PeerTable.Owner owner =
        attribution.owner(flow.source(), flow.direction(), flow.src(), flow.dst());
    String peer = owner == null ? null : owner.peer();
    String name = owner == null ? null : owner.name();
    return !Objects.equals(peer, flow.label().peer()) || !Objects.equals(name, flow.label().name());
  }

  private void packet(Packet packet) {
    boolean named = packet.hasDns();
    if (named) {
      attribution.learn(packet);
    }
    if (named || writer.logsPackets()) {
      Heard heard = taps.heard(packet.source());
      writer.packet(
          packet,
          heard,
          taps.label(heard),
          attribution.owner(packet.source(), packet.direction(), packet.src(), packet.dst()),
          attribution.owner(packet.source(), packet.dst()));
    }
    table.packet(packet);
  }

  private void write(Flow flow) {
    Heard heard = taps.heard(flow.source());
    writer.flow(
        flow,
        heard,
        taps.label(heard),
        attribution.owner(flow.source(), flow.direction(), flow.src(), flow.dst()));
  }

  /** Puts on the board what was counted. */
  private void tell() {
    Map<String, Long> drops = new HashMap<>();
    taps.drops()
        .forEach((heard, packets) -> {
          drops.merge(taps.label(heard), packets, Long::sum);
          if (heard.tunnel() != null) {
            board.showDrops(heard.tunnel(), packets);
          }
        });
    FlowWork work =
        new FlowWork(
            table.packets(),
            drops,
            table.size(),
            table.evicted(),
            writer.lost(),
            byReason(taps.faults()),
            problems(),
            sealing.upload(),
            export());
    if (work.dropped() > toldDrops) {
      LOG.warn(
          "flows: the kernel dropped {} packets, since the rings were full: flow.ring gives more room",
          work.dropped() - toldDrops);
    }
    toldDrops = work.dropped();
    sealing.note(work);
    board.show(work);
  }

  private static Map<String, Long> byReason(Map<Fault, Long> faults) {
    Map<String, Long> byReason = new HashMap<>();
    faults.forEach((fault, count) -> byReason.put(fault.name().toLowerCase(Locale.ROOT), count));
    return byReason;
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>(taps.problems());
    Stream.of(trouble.now(), diskTrouble.now(), writer.unfinished())
        .filter(Objects::nonNull)
        .forEach(problems::add);
    problems.addAll(sealing.problems());
    return problems;
  }

  private FlowWork.@Nullable Export export() {
    if (collector == null) {
      return null;
    }
    IpfixState state = collector.state();
    return new FlowWork.Export(state.reached(), state.sent(), state.dropped(), state.waiting());
  }

  /** Closes all flows and finishes their journals. */
  @Override
  public void close() {
    stopping = true;
    sealing.end();
    try {
      if (thread.join(PATIENCE)) {
        finish();
      } else {
        LOG.warn("flows: the capture does not end; the next start finds what it wrote");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (collector != null) {
      collector.close();
    }
    sealing.close();
  }

  private void finish() {
    try {
      taps.finish();
    } catch (IOException e) {
      LOG.warn("flows: the last packets: {}", String.valueOf(e.getMessage()));
    }
    taps.close();
    table.closeAll();
    tell();
    writer.close();
    tell();
  }
}
