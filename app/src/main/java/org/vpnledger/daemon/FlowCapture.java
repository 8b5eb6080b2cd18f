package org.vpnledger.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.Settings;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.flow.capture.LocalInterface;
import org.vpnledger.flow.capture.Tap;
import org.vpnledger.flow.decode.Decoding;
import org.vpnledger.flow.decode.DnsMessage;
import org.vpnledger.flow.decode.Fault;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.ipfix.IpfixExporter;
import org.vpnledger.flow.ipfix.IpfixSettings;
import org.vpnledger.flow.ipfix.IpfixTarget;
import org.vpnledger.flow.log.DnsRow;
import org.vpnledger.flow.log.FlowLog;
import org.vpnledger.flow.log.Rotation;
import org.vpnledger.flow.log.TotalRow;
import org.vpnledger.flow.peer.Attribution;
import org.vpnledger.flow.peer.PeerTable;
import org.vpnledger.flow.policy.Decision;
import org.vpnledger.flow.policy.Destinations;
import org.vpnledger.flow.policy.Disguise;
import org.vpnledger.flow.policy.Policy;
import org.vpnledger.flow.table.Flow;
import org.vpnledger.flow.table.FlowTable;
import org.vpnledger.flow.table.Label;
import org.vpnledger.flow.table.Timeouts;
import org.vpnledger.kernel.packet.PacketFilter;
import org.vpnledger.kernel.packet.RingSize;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.live.Snapshot;
import org.vpnledger.vpn.Address;

/**
 * Listens to the tunnels that the ledger reads, and writes their flows: one thread, which owns the
 * rings, the table of flows and the journals. Whose addresses are it learns from snapshots of the
 * ledger's state.
 */
final class FlowCapture implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlowCapture.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long TURN_NS = Duration.ofSeconds(1).toNanos();
  private static final long STEP_NS = Duration.ofSeconds(1).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** As many as {@link Packet#source} can tell apart. */
  private static final int MOST_TUNNELS = 65_535;

  private final Settings.Flow settings;
  private final Supplier<@Nullable Snapshot> snapshots;
  private final FlowSealing sealing;
  private final FlowLog log;
  private final FlowTable table;
  private final Tap tap;
  private final Attribution attribution = new Attribution();
  private final Policy policy;
  private final Disguise disguise;
  private final FlowTotals totals;
  private final @Nullable IpfixExporter collector;
  private final Map<String, Listened> listened = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Trouble diskTrouble = new Trouble("flows");
  private final Trouble trouble = new Trouble("flow capture");
  private final Thread thread = Thread.ofPlatform().daemon().name("flows").unstarted(this::run);
  private final boolean readsDns;
  private String gateway;
  private long clockOffset;
  private boolean clockKnown;
  private volatile boolean stopping;
  private volatile FlowCounts counts = FlowCounts.NONE;

  private record Listened(int source, Decoding decoding) {}

  private FlowCapture(
      Settings settings, Supplier<@Nullable Snapshot> snapshots, InstantSource clock)
      throws IOException {
    this.settings = settings.flow();
    this.snapshots = snapshots;
    this.gateway = settings.gatewayName();
    this.sealing = new FlowSealing(settings, clock);
    this.policy = FlowPolicy.of(settings.flow());
    this.disguise =
        FlowPolicy.disguise(settings.flow(), clock, line -> LOG.warn("flows: {}", line));
    this.totals = new FlowTotals(clock, settings.flow().segmentInterval());
    this.log =
        new FlowLog(
            sealing.open(),
            new Rotation(this.settings.segmentRows(), this.settings.segmentInterval()),
            clock,
            sealing::take);
    this.table =
        new FlowTable(
            this.settings.tableSize(),
            new Timeouts(this.settings.idleTimeout(), this.settings.activeTimeout()),
            attribution,
            this::write);
    this.collector = collector(settings.flow().ipfix(), clock);
    this.readsDns = policy.mayLog(Decision::dns);
    String filter = this.settings.filter();
    this.tap =
        new Tap(
            RingSize.of(this.settings.ringBytes()),
            filter.isEmpty() ? PacketFilter.all(readsDns) : PacketFilter.of(filter, readsDns),
            this::tell);
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
   */
  static @Nullable FlowCapture start(
      Settings settings, Supplier<@Nullable Snapshot> snapshots, InstantSource clock) {
    if (!settings.flow().enabled()) {
      return null;
    }
    try {
      FlowCapture capture = new FlowCapture(settings, snapshots, clock);
      if (capture.policy.mayLog(decision -> decision.level().hasPackets())) {
        LOG.warn(
            "flows: the daemon writes no packets yet, but their flows; wiretap writes packets");
      }
      capture.sealing.start();
      capture.thread.start();
      return capture;
    } catch (IOException e) {
      throw Main.unreadable(settings.flow().folder().toString(), e);
    } catch (IllegalArgumentException e) {
      throw new Complaint("flow: " + e.getMessage());
    }
  }

  /** What was counted so far; asked by any thread. */
  FlowCounts counts() {
    return counts;
  }

  private void run() {
    long turned = System.nanoTime() - TURN_NS;
    while (!stopping) {
      try {
        tap.poll(POLL);
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
      follow(snapshot);
    }
    disguise.tick();
    totals.tick(this::write);
    log.tick();
    String refused = log.trouble();
    if (refused == null) {
      diskTrouble.none();
    } else {
      diskTrouble.is(refused + "; what passes meanwhile is not logged", new IOException(refused));
    }
    count();
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

  /** Listens to the tunnels that are there, and takes in whose addresses are. */
  private void follow(Snapshot snapshot) {
    gateway = snapshot.gateway().name();
    Map<String, PeerTable> wanted = new HashMap<>();
    for (TunnelState tunnel : snapshot.tunnels()) {
      String name = tunnel.id().interfaceName();
      if (tunnel.present() && isWanted(name)) {
        wanted.put(name, owners(tunnel));
      }
    }
    settings.interfaces().forEach(name -> wanted.putIfAbsent(name, PeerTable.EMPTY));
    for (String name : List.copyOf(listened.keySet())) {
      if (!wanted.containsKey(name)) {
        tap.remove(name);
        listened.remove(name);
      }
    }
    wanted.forEach(this::listen);
  }

  private boolean isWanted(String name) {
    return settings.interfaces().isEmpty() || settings.interfaces().contains(name);
  }

  private static PeerTable owners(TunnelState tunnel) {
    Map<PeerTable.Owner, List<String>> networks = new HashMap<>();
    for (PeerState peer : tunnel.peers().values()) {
      if (peer.listed()) {
        networks.put(
            new PeerTable.Owner(peer.key().text(), tunnel.nameOf(peer.key())), peer.allowedIps());
      }
    }
    return PeerTable.of(networks);
  }

  private void listen(String name, PeerTable owners) {
    Listened known = listened.get(name);
    if (known == null) {
      int source = names.indexOf(name);
      if (source < 0 && names.size() == MOST_TUNNELS) {
        return;
      }
      if (source < 0) {
        source = names.size();
        names.add(name);
      }
      Decoding decoding = new Decoding(source, null, readsDns, this::packet);
      attribution.peers(source, owners);
      listened.put(name, new Listened(source, decoding));
      tap.add(new LocalInterface(name), decoding);
    } else if (attribution.peers(known.source(), owners)) {
      // What a peer's flow moved before belongs to that peer, and what follows to another one.
      table.closeIf(flow -> flow.source() == known.source() && isAnothers(flow));
    }
  }

  private boolean isAnothers(Flow flow) {
    PeerTable.Owner src = attribution.owner(flow.source(), flow.src());
    PeerTable.Owner dst = attribution.owner(flow.source(), flow.dst());
    PeerTable.Owner owner =
        switch (flow.direction()) {
          case RX -> src;
          case TX -> dst;
          case UNKNOWN -> src == null ? dst : src;
        };
    String peer = owner == null ? null : owner.peer();
    String name = owner == null ? null : owner.name();
    return !Objects.equals(peer, flow.label().peer()) || !Objects.equals(name, flow.label().name());
  }

  private void packet(Packet packet) {
    if (!packet.dns().isEmpty()) {
      attribution.learn(packet);
      packet.dns().stream().filter(DnsMessage::isResponse).forEach(answer -> dns(packet, answer));
    }
    table.packet(packet);
  }

  private void dns(Packet packet, DnsMessage answer) {
    String tunnel = names.get(packet.source());
    PeerTable.Owner owner = attribution.owner(packet.source(), packet.dst());
    String peer = owner == null ? null : owner.peer();
    String name = owner == null ? null : owner.name();
    Decision decision = policy.decide(tunnel, peer, name, packet.src(), packet.dst());
    if (decision.dns()) {
      log.write(
          new DnsRow(
              packet.timestampNs(),
              gateway,
              tunnel,
              peer,
              name,
              packet.dst(),
              disguise.disguise(packet.src(), decision),
              disguised(answer, decision)));
    }
  }

  /** Where a peer's destinations are disguised, so are the addresses that it is told of them. */
  private DnsMessage disguised(DnsMessage message, Decision decision) {
    if (decision.destinations() == Destinations.WHOLE) {
      return message;
    }
    List<DnsMessage.Answer> answers =
        message.answers().stream()
            .map(answer -> {
              Address address = answer.address();
              return new DnsMessage.Answer(
                  answer.name(),
                  answer.type(),
                  answer.ttl(),
                  address == null ? null : disguise.disguise(address, decision),
                  answer.target());
            })
            .toList();
    return new DnsMessage(
        message.bytes(),
        message.id(),
        message.isResponse(),
        message.responseCode(),
        message.questions(),
        answers);
  }

  private void write(Flow flow) {
    String tunnel = names.get(flow.source());
    Label label = flow.label();
    Decision decision = policy.decide(tunnel, label.peer(), label.name(), flow.src(), flow.dst());
    if (decision.level().hasTotals()) {
      totals.add(tunnel, flow);
    } else if (decision.level().hasFlows()) {
      FlowRecord record = disguise.disguise(FlowRecords.of(gateway, tunnel, flow), decision);
      log.write(record);
      if (collector != null) {
        collector.offer(record);
      }
    }
  }

  private void write(FlowTotals.Sum sum) {
    log.write(
        new TotalRow(
            sum.startNs(),
            sum.endNs(),
            gateway,
            sum.tunnel(),
            sum.peer(),
            sum.name(),
            sum.direction(),
            sum.packets(),
            sum.bytes()));
  }

  private void count() {
    Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    for (Listened one : listened.values()) {
      one.decoding().faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    }
    FlowCounts now =
        new FlowCounts(
            table.packets(), tap.drops(), table.size(), table.evicted(), log.lost(), faults);
    if (now.drops() > counts.drops()) {
      LOG.warn(
          "flows: the kernel dropped {} packets, since the rings were full: flow.ring gives more room",
          now.drops() - counts.drops());
    }
    counts = now;
    sealing.note(now);
  }

  private void tell(String name, String problem) {
    if (problem.isEmpty()) {
      LOG.info("flows: listening to {}", name);
    } else if (problem.contains("EPERM")) {
      LOG.warn("flows: {}: {}: needs CAP_NET_RAW", name, problem);
    } else {
      LOG.warn("flows: {} {}", name, problem);
    }
  }

  /** Closes all flows and finishes their journals. */
  @Override
  public void close() {
    stopping = true;
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
      tap.poll(Duration.ZERO);
    } catch (IOException e) {
      LOG.warn("flows: the last packets: {}", String.valueOf(e.getMessage()));
    }
    count();
    tap.close();
    table.closeAll();
    totals.close(this::write);
    log.close();
  }
}
