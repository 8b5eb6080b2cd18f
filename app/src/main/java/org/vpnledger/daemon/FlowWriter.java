package org.vpnledger.daemon;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.FlowSection;
import org.vpnledger.config.Settings;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.flow.decode.DnsMessage;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.ipfix.IpfixExporter;
import org.vpnledger.flow.log.DnsRow;
import org.vpnledger.flow.log.FlowLog;
import org.vpnledger.flow.log.PacketLog;
import org.vpnledger.flow.log.Rotation;
import org.vpnledger.flow.log.TotalRow;
import org.vpnledger.flow.peer.PeerTable;
import org.vpnledger.flow.policy.Decision;
import org.vpnledger.flow.policy.Destinations;
import org.vpnledger.flow.policy.Disguise;
import org.vpnledger.flow.policy.Policy;
import org.vpnledger.flow.table.Flow;
import org.vpnledger.flow.table.Label;
import org.vpnledger.vpn.Address;

/**
 * Writes of packets, flows and answers of DNS what the policy allows, with addresses as it wants
 * them. Used by one thread.
 */
final class FlowWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlowWriter.class);

  private final Policy policy;
  private final Disguise disguise;
  private final FlowTotals totals;
  private final FlowLog log;
  private final PacketLog packets;
  private final boolean logsPackets;
  private final @Nullable IpfixExporter collector;
  private String gateway;

  FlowWriter(
      Settings settings,
      Policy policy,
      FlowSealing sealing,
      @Nullable IpfixExporter collector,
      InstantSource clock)
      throws IOException {
    FlowSection flow = settings.flow();
    Rotation rotation = new Rotation(flow.segmentRows(), flow.segmentInterval());
    this.policy = policy;
    this.collector = collector;
    gateway = settings.gatewayName();
    disguise = FlowPolicy.disguise(flow, clock, line -> LOG.warn("flows: {}", line));
    totals = new FlowTotals(clock, flow.segmentInterval());
    log = new FlowLog(sealing.open(), rotation, clock, sealing::take);
    logsPackets = policy.mayLog(decision -> decision.level().hasPackets());
    // Also finishes what an earlier process left, whatever is logged now.
    packets =
        new PacketLog(
            sealing.spool(),
            "packets/",
            rotation,
            clock,
            file -> sealing.finished(),
            problem -> LOG.warn("flows: {}", problem));
  }

  /** Whether packets without answers of DNS concern it. */
  boolean logsPackets() {
    return logsPackets;
  }

  /** What rows call this machine from now on. */
  void gateway(String name) {
    gateway = name;
  }

  /**
   * A packet, and what it answers.
   *
   * @param owner whose it is, absent if it is nobody's
   * @param client who gets it, absent if that is nobody
   */
  void packet(
      Packet packet,
      Heard heard,
      String tunnel,
      PeerTable.@Nullable Owner owner,
      PeerTable.@Nullable Owner client) {
    if (logsPackets) {
      Address src = packet.src();
      Address dst = packet.dst();
      Decision decision = decide(heard, owner, src, dst);
      if (decision.level().hasPackets()) {
        write(packets, packet, src, dst, decision);
      }
    }
    // A peer's own answers are lookups of whom they go to, and are seen there once more.
    if (packet.direction() != Direction.RX) {
      packet.dns().stream()
          .filter(DnsMessage::isResponse)
          .forEach(answer -> answer(packet, answer, heard, tunnel, client));
    }
  }

  private Decision decide(Heard heard, PeerTable.@Nullable Owner owner, Address src, Address dst) {
    return policy.decide(
        heard.ruled(),
        owner == null ? null : owner.peer(),
        owner == null ? null : owner.name(),
        src,
        dst);
  }

  private void answer(
      Packet packet,
      DnsMessage answer,
      Heard heard,
      String tunnel,
      PeerTable.@Nullable Owner client) {
    Decision decision = decide(heard, client, packet.src(), packet.dst());
    if (decision.dns()) {
      log.write(
          new DnsRow(
              packet.timestampNs(),
              gateway,
              tunnel,
              client == null ? null : client.peer(),
              client == null ? null : client.name(),
              packet.dst(),
              disguise.disguise(packet.src(), decision),
              disguised(answer, decision)));
    }
  }

  private void write(PacketLog to, Packet packet, Address src, Address dst, Decision decision) {
    boolean whole = decision.destinations() == Destinations.WHOLE;
    boolean sent = Disguise.isSourceDisguised(packet.direction());
    to.packet(
        packet,
        sent ? disguise.disguise(src, decision) : src,
        sent ? dst : disguise.disguise(dst, decision),
        decision.dns() && whole);
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

  /**
   * A flow that is over.
   *
   * @param owner whose it is by now, absent if it is nobody's: what began as nobody's is logged as
   *     the rules about its owner say
   */
  void flow(Flow flow, Heard heard, String tunnel, PeerTable.@Nullable Owner owner) {
    Label label = flow.label();
    Decision decision =
        label.peer() == null
            ? decide(heard, owner, flow.src(), flow.dst())
            : policy.decide(heard.ruled(), label.peer(), label.name(), flow.src(), flow.dst());
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

  /** To be called about once a second. */
  void tick() {
    disguise.tick();
    totals.tick(this::write);
    log.tick();
    packets.tick();
  }

  /** How many rows found no room on the disk. */
  long lost() {
    return log.lost() + packets.lost();
  }

  /** What the disk last refused, absent if it takes everything. */
  @Nullable String trouble() {
    String trouble = log.trouble();
    return trouble == null ? packets.trouble() : trouble;
  }

  /** Which file of packets could not be finished, absent if none; nothing is lost by that. */
  @Nullable String unfinished() {
    return packets.unfinished();
  }

  @Override
  public void close() {
    totals.close(this::write);
    log.close();
    packets.close();
  }
}
