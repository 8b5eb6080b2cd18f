package org.vpnledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vpnledger.flow.Corpus;
import org.vpnledger.kernel.packet.Way;

/** Nothing outside of a packet is read, whatever it says of itself. */
final class PacketDecoderFuzzTest {
  private final RandomGenerator random = new Random(20260107);
  private final List<byte[]> corpus = Corpus.of(PacketDecoderFuzzTest.class, "packets.hex");

  @Test
  void cut_and_mutated_packets_are_read_alike_whatever_lies_around_them() {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (byte[] seed : corpus) {
      for (int length = 0; length <= seed.length; length++) {
        faults.add(check(Arrays.copyOf(seed, length), seed.length));
        faults.add(check(Arrays.copyOf(seed, length), length));
      }
      for (int i = 0; i < 4_000; i++) {
        byte[] bytes = Corpus.mutated(seed, random);
        faults.add(check(bytes, bytes.length + random.nextInt(3) * 6));
      }
    }
    assertThat(faults).containsExactlyInAnyOrder(Fault.values());
  }

  /**
   * At the very end of memory of its size a read behind it would throw; in poison it would tell.
   */
  private Fault check(byte[] packet, int length) {
    Packet alone = new Packet();
    new PacketDecoder()
        .decode(MemorySegment.ofArray(packet), 0, packet.length, length, 1, Way.IN, alone);
    byte[] poison = new byte[packet.length + 128];
    random.nextBytes(poison);
    System.arraycopy(packet, 0, poison, 64, packet.length);
    Packet within = new Packet();
    new PacketDecoder()
        .decode(MemorySegment.ofArray(poison), 64, packet.length, length, 1, Way.IN, within);
    assertThat(said(within)).isEqualTo(said(alone));
    if (!alone.fault().isFatal()) {
      assertThat(alone.size()).isBetween(1, Math.max(length, 40));
      assertThat(alone.payloadCaptured()).isBetween(0, packet.length);
      assertThat(alone.payloadBytes()).isBetween(alone.payloadCaptured(), length);
    }
    return alone.fault();
  }

  private static List<Object> said(Packet packet) {
    return List.of(
        packet.fault(),
        packet.isIpv4(),
        packet.src(),
        packet.dst(),
        packet.protocol(),
        packet.srcPort(),
        packet.dstPort(),
        packet.icmp(),
        packet.tcpFlags(),
        packet.size(),
        packet.payloadBytes(),
        packet.payloadCaptured());
  }

  @Test
  void of_the_corpus_all_are_read_to_their_end() {
    PacketDecoder decoder = new PacketDecoder();
    for (byte[] packet : corpus) {
      assertThat(IpBytes.decoded(decoder, packet, packet.length).fault()).isEqualTo(Fault.NONE);
    }
  }

  /** Whatever packets say, lines and flows can be made of them, and their DNS is bounded. */
  @Test
  void mutated_packets_one_after_the_other_are_counted_or_handed_on() {
    long[] handed = new long[2];
    Decoding decoding =
        new Decoding(
            0,
            null,
            true,
            packet -> {
              handed[0]++;
              handed[1] += packet.dns().size();
              assertThat(packet.dns().size()).isLessThanOrEqualTo(1 + packet.size() / 14);
            });
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = Corpus.mutated(corpus.get(i % corpus.size()), random);
      decoding.packet(
          MemorySegment.ofArray(bytes), 0, bytes.length, bytes.length, i, 0x0800, Way.OUT);
    }
    long fatal =
        decoding.faults().entrySet().stream()
            .filter(fault -> fault.getKey().isFatal())
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertThat(handed[0]).isEqualTo(decoding.packets() - fatal).isGreaterThan(50_000);
    assertThat(handed[1]).isGreaterThan(1000);
  }
}
