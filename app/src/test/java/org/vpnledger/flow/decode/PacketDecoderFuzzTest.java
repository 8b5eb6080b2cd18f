package org.vpnledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.packet.Way;

/** Nothing outside of a packet is read, whatever it says of itself. */
final class PacketDecoderFuzzTest {
  private static final String FOUR = "c0000201c6336401";
  private static final String SIX =
      "20010db8000000000000000000000001" + "20010db8000000000000000000000002";

  /** By hand: IPv4 TCP, UDP with options, first and later fragment, ICMP; IPv6 with extensions. */
  private static final List<byte[]> CORPUS =
      List.of(
          hex(
              "4500002800010000400600"
                  + "00"
                  + FOUR
                  + "01bbd431000000010000000250120000"
                  + "00000000"),
          hex("470000240002000040110000" + FOUR + "9404000001010100" + "0035d43100080000"),
          hex("4500001c00032000401100" + "00" + FOUR + "14e914e900080000"),
          hex("4500001c00030001401100" + "00" + FOUR + "0000000000000000"),
          hex("4500001c000400004001" + "0000" + FOUR + "0800000000010001"),
          hex(
              "6000000000183c40"
                  + SIX
                  + "2b00010400000000"
                  + "1100010400000000"
                  + "0035d43100080000"),
          hex("6000000000102c40" + SIX + "1100000100000007" + "0035d43100080000"),
          hex("6000000000103340" + SIX + "3a00000000000000" + "8000000000010001"));

  private final RandomGenerator random = new Random(20260107);

  private static byte[] hex(String text) {
    byte[] bytes = HexFormat.of().parseHex(text);
    if (bytes[0] >>> 4 == 6) { // the payload's length is filled in here
      int payload = bytes.length - 41;
      byte[] six = new byte[bytes.length - 1];
      six[0] = 0x60;
      six[5] = (byte) payload;
      six[6] = bytes[6];
      six[7] = bytes[7];
      System.arraycopy(bytes, 8, six, 8, six.length - 8);
      return six;
    }
    return bytes;
  }

  @Test
  void cut_and_mutated_packets_are_read_alike_whatever_lies_around_them() {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (byte[] seed : CORPUS) {
      for (int length = 0; length <= seed.length; length++) {
        faults.add(check(Arrays.copyOf(seed, length), seed.length));
        faults.add(check(Arrays.copyOf(seed, length), length));
      }
      for (int i = 0; i < 20_000; i++) {
        byte[] bytes = Arrays.copyOf(seed, seed.length - random.nextInt(3));
        for (int n = random.nextInt(1, 5); n > 0; n--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
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
  void later_fragments_have_the_ports_of_the_first_of_their_own_protocol() {
    PacketDecoder decoder = new PacketDecoder();
    Packet packet = new Packet();
    byte[] first = CORPUS.get(2);
    byte[] later = CORPUS.get(3).clone();
    decode(decoder, first, packet);
    decode(decoder, later, packet);
    assertThat(List.of(packet.srcPort(), packet.dstPort())).containsExactly(5353, 5353);
    later[9] = 6;
    decode(decoder, later, packet);
    assertThat(packet.srcPort()).isEqualTo(Packet.NO_PORT);
    assertThat(packet.fault()).isEqualTo(Fault.UNKNOWN_FRAGMENT);
  }

  private static void decode(PacketDecoder decoder, byte[] bytes, Packet into) {
    decoder.decode(MemorySegment.ofArray(bytes), 0, bytes.length, bytes.length, 1, Way.IN, into);
  }
}
