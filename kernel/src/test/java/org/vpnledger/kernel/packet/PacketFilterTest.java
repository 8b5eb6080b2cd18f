package org.vpnledger.kernel.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PacketFilterTest {
  private static final int HEADERS = 128;
  private static final int ALL = 0x40000;

  private final RandomGenerator random = new Random(20260107);

  private static boolean wants(String expression, byte[] packet) {
    return PacketFilter.of(expression, false)
        .wants(MemorySegment.ofArray(packet), 0, packet.length);
  }

  private static int taken(PacketFilter filter, byte[] packet) {
    return filter.program().run(MemorySegment.ofArray(packet), 0, packet.length);
  }

  @Test
  void random_filters_say_of_random_packets_what_they_mean() {
    List<RandomPacket> packets =
        IntStream.range(0, 400).mapToObj(_ -> RandomPacket.next(random)).toList();
    List<byte[]> bytes = packets.stream().map(RandomPacket::bytes).toList();
    int wanted = 0;
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      RandomFilter expected = RandomFilter.next(random, i % 5);
      boolean wholeDns = random.nextBoolean();
      PacketFilter filter = PacketFilter.of(expected.text(), wholeDns);
      for (int j = 0; j < packets.size(); j++) {
        byte[] packet = bytes.get(j);
        boolean wants = filter.wants(MemorySegment.ofArray(packet), 0, packet.length);
        if (wants != expected.meaning().test(packets.get(j))) {
          throw new AssertionError(
              "'%s' says %s of %s".formatted(expected.text(), wants, packets.get(j)));
        }
        wanted += wants ? 1 : 0;
        refused += wants ? 0 : 1;
      }
    }
    assertThat(Math.min(wanted, refused)).isGreaterThan(100_000);
  }

  @Test
  void and_binds_no_closer_than_or_as_with_tcpdump() {
    byte[] tcp = Datagram.of(0, 8).protocol(6).to(80).bytes();
    assertThat(wants("tcp or udp and port 53", tcp)).isFalse();
    assertThat(wants("tcp or (udp and port 53)", tcp)).isTrue();
    assertThat(wants("not udp and port 80", tcp)).isTrue();
  }

  @Test
  void only_headers_are_taken_but_of_dns_all() {
    byte[] dns = Datagram.of(0, 400).to(53).bytes();
    byte[] other = Datagram.of(0, 400).to(54).bytes();
    for (PacketFilter filter : List.of(PacketFilter.all(true), PacketFilter.of("udp", true))) {
      assertThat(taken(filter, dns)).isEqualTo(ALL);
      assertThat(taken(filter, Datagram.of(0, 400).from(5353).ipv6().bytes())).isEqualTo(ALL);
      assertThat(taken(filter, Datagram.of(0, 400).options(10).to(5355).bytes())).isEqualTo(ALL);
      assertThat(taken(filter, other)).isEqualTo(HEADERS);
    }
    assertThat(taken(PacketFilter.all(false), dns)).isEqualTo(HEADERS);
    assertThat(taken(PacketFilter.of("port 53", false), dns)).isEqualTo(HEADERS);
    assertThat(taken(PacketFilter.of("port 54", true), dns)).isZero();
  }

  /** They are to be counted and logged, so the filter must not end where they do. */
  @Test
  void packets_that_are_cut_off_at_any_byte_are_taken_as_all_others() {
    for (Datagram whole :
        List.of(
            Datagram.of(0, 200).to(53),
            Datagram.of(0, 200).to(9).options(10),
            Datagram.of(0, 200).ipv6())) {
      byte[] bytes = whole.bytes();
      for (int length = 0; length <= bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThat(taken(PacketFilter.all(true), cut)).isPositive();
        if (length > 9) {
          assertThat(taken(PacketFilter.of("udp", true), cut)).isPositive();
        }
      }
    }
  }

  @Test
  void what_a_filter_looks_for_behind_the_end_of_a_packet_is_not_found() {
    RandomPacket packet = RandomPacket.next(random);
    for (int i = 0; i < 2000; i++) {
      PacketFilter filter = PacketFilter.of(RandomFilter.next(random, 4).text(), i % 2 == 0);
      byte[] whole = packet.bytes();
      byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
      // The same whatever lies around it, and never outside of it.
      byte[] surrounded = new byte[cut.length + 200];
      Arrays.fill(surrounded, (byte) random.nextInt());
      System.arraycopy(cut, 0, surrounded, 100, cut.length);
      assertThat(filter.wants(MemorySegment.ofArray(surrounded), 100, cut.length))
          .isEqualTo(filter.wants(MemorySegment.ofArray(cut), 0, cut.length));
      packet = RandomPacket.next(random);
    }
    assertThat(wants("not host 10.0.0.1", new byte[] {0x45, 0})).isFalse();
    assertThat(wants("ip", new byte[0])).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                        | the filter ends too early: expected host ADDRESS
          "   "                     | the filter ends too early: expected host ADDRESS
          host                      | the filter ends too early: an address was expected
          host gateway              | the filter is wrong at 'gateway': an address was expected
          host 192.513              | the filter is wrong at '192.513': an address was expected
          host 10.0.0.256           | the filter is wrong at '10.0.0.256': an address was expected
          host fe80::1%eth0         | the filter is wrong at 'fe80::1%eth0': an address was expected
          host 10.0.0.0/8           | the filter is wrong at '10.0.0.0/8': an address was expected
          net 10.0.0.0/33           | the filter is wrong at '10.0.0.0/33': a number from 0 to 32
          net fd00::/129            | the filter is wrong at 'fd00::/129': a number from 0 to 128
          net 10.0.0.0/             | the filter is wrong at '10.0.0.0/': a number from 0 to 32
          port                      | the filter ends too early: a port was expected
          port http                 | the filter is wrong at 'http': a number from 0 to 65535
          port 65536                | the filter is wrong at '65536': a number from 0 to 65535
          port -1                   | the filter is wrong at '-1': a number from 0 to 65535
          port 99999999999999999999 | the filter is wrong at '99999999999999999999': a number
          portrange 5-4             | the filter is wrong at '5-4': the first port is the lower one
          portrange 5-              | the filter is wrong at '5-': a number from 0 to 65535
          proto 256                 | the filter is wrong at '256': a number from 0 to 255
          proto                     | the filter ends too early: a protocol was expected
          src tcp                   | the filter is wrong at 'tcp': host, net or port was expected
          src                       | the filter ends too early: host, net or port was expected
          tcp or                    | the filter ends too early: expected host
          and tcp                   | the filter is wrong at 'and': expected host
          not                       | the filter ends too early: expected host
          (tcp                      | the filter ends too early: ')' was expected
          tcp)                      | the filter is wrong at ')': 'and' or 'or' was expected
          ()                        | the filter is wrong at ')': expected host
          tcp udp                   | the filter is wrong at 'udp': 'and' or 'or' was expected
          tcp and and udp           | the filter is wrong at 'and': expected host
          vlan 5                    | the filter is wrong at 'vlan': expected host
          """)
  void what_is_wrong_is_said_in_one_line_with_the_place(String expression, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketFilter.of(expression, true))
        .withMessageStartingWith(message)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\n"));
  }

  @Test
  void hostile_expressions_are_refused_and_neither_throw_otherwise_nor_take_long() {
    List<String> words =
        List.of(
            "host",
            "net",
            "port",
            "(",
            ")",
            "not",
            "and",
            "or",
            "tcp",
            "src",
            "10.0.0.1",
            "::",
            "53",
            "1-2",
            "proto",
            "\u0000",
            "\n",
            "\u202e",
            "fd00::/8",
            "999999999999",
            "%",
            "\\",
            "!");
    for (int i = 0; i < 20_000; i++) {
      String expression =
          random
              .ints(random.nextInt(8), 0, words.size())
              .mapToObj(words::get)
              .collect(Collectors.joining(random.nextInt(5) == 0 ? "" : " "));
      try {
        PacketFilter.of(expression, true);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).hasSizeLessThan(220).doesNotContainPattern("\\p{Cntrl}");
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketFilter.of("(".repeat(500), true))
        .withMessageContaining("too many parentheses");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketFilter.of("tcp or ".repeat(200) + "tcp", true))
        .withMessage("a filter is of at most 1000 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketFilter.of("port 1||".repeat(124) + "port 2", true))
        .withMessage("the filter is too long for the kernel");
    assertThat(wants("!".repeat(900) + "udp", Datagram.of(0, 8).bytes())).isTrue();
  }
}
