package org.vpnledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vpnledger.flow.Direction;

@Timeout(30)
final class RelayTest {
  @Test
  void packets_come_out_as_they_went_in() {
    RandomGenerator random = new Random(20260107);
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    try (Relay relay = new Relay(packet -> actual.add(said(packet)))) {
      Packet packet = new Packet();
      for (int i = 0; i < 30_000; i++) {
        fill(packet, random);
        expected.add(said(packet));
        relay.packet(packet);
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  private static void fill(Packet packet, RandomGenerator random) {
    packet.timestampNs = random.nextLong(Long.MAX_VALUE);
    packet.srcHigh = random.nextLong();
    packet.srcLow = random.nextLong();
    packet.dstHigh = random.nextLong();
    packet.dstLow = random.nextLong();
    packet.size = random.nextInt(Integer.MAX_VALUE);
    packet.protocol = random.nextInt(256);
    packet.tcpFlags = random.nextInt(256);
    packet.srcPort = random.nextInt(-1, 65536);
    packet.dstPort = random.nextInt(-1, 65536);
    packet.icmp = random.nextInt(-1, 65536);
    packet.ipv4 = random.nextBoolean();
    packet.fault = List.of(Fault.values()).get(random.nextInt(Fault.values().length));
    packet.direction = Direction.of(random.nextInt(3));
    packet.dns =
        random.nextInt(3) > 0
            ? List.of()
            : List.of(
                new DnsMessage(new byte[0], random.nextInt(65536), true, 0, List.of(), List.of()));
  }

  private static String said(Packet packet) {
    return List.of(
            packet.timestampNs,
            packet.src(),
            packet.dst(),
            packet.size,
            packet.protocol,
            packet.tcpFlags,
            packet.srcPort,
            packet.dstPort,
            packet.icmp,
            packet.ipv4,
            packet.fault,
            packet.direction,
            packet.dns.stream().map(DnsMessage::id).toList())
        .toString();
  }

  @Test
  void a_consumer_that_fails_is_told_at_close_and_nothing_hangs() {
    Relay relay =
        new Relay(_ -> {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("full");
        });
    Packet packet = new Packet();
    for (int i = 0; i < 60_000; i++) {
      relay.packet(packet);
    }
    assertThatIllegalStateException().isThrownBy(relay::close).withMessage("full");
    for (int i = 0; i < 9; i++) {
      relay.close();
    }
  }
}
