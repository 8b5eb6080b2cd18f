package org.vpnledger.kernel.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.packet.UdpFilter.Beginning;

final class UdpFilterTest {
  private static final List<Beginning> TWO = List.of(new Beginning(1, 148), new Beginning(2, 92));

  private final UdpFilter filter = UdpFilter.of(List.of(51820, 443), TWO);

  private boolean finds(Datagram datagram) {
    return run(filter, datagram.bytes()) > 0;
  }

  private static int run(UdpFilter filter, byte[] packet) {
    return filter.program().run(MemorySegment.ofArray(packet), 0, packet.length);
  }

  private static Datagram one() {
    return Datagram.of(1, 148).to(51820);
  }

  @Test
  void packets_that_begin_so_are_found_at_either_port_in_either_version() {
    assertThat(finds(one())).isTrue();
    assertThat(finds(one().ipv6())).isTrue();
    assertThat(finds(Datagram.of(2, 92).from(443))).isTrue();
    assertThat(finds(Datagram.of(2, 92).from(443).ipv6())).isTrue();
  }

  @Test
  void other_ports_lengths_and_beginnings_are_not() {
    assertThat(finds(one().to(51821))).isFalse();
    assertThat(finds(Datagram.of(1, 92).to(51820))).isFalse();
    assertThat(finds(Datagram.of(2, 148).to(51820))).isFalse();
    assertThat(finds(Datagram.of(1, 149).to(51820))).isFalse();
    assertThat(finds(Datagram.of(4, 148).to(51820))).isFalse();
    assertThat(finds(Datagram.of(0x101, 148).to(51820))).isFalse();
    assertThat(finds(Datagram.of(0x01000000, 148).to(51820))).isFalse();
  }

  @Test
  void options_move_the_payload_and_later_fragments_have_no_ports() {
    assertThat(finds(one().options(3))).isTrue();
    assertThat(finds(one().options(10))).isTrue();
    assertThat(finds(one().fragment(0x4000))).isTrue(); // must not be fragmented
    assertThat(finds(one().fragment(0x2000))).isTrue(); // the first of several
    assertThat(finds(one().fragment(0x2001))).isFalse();
    assertThat(finds(one().fragment(0x1fff))).isFalse();
  }

  @Test
  void what_is_not_udp_over_ip_is_not() {
    assertThat(finds(one().protocol(6))).isFalse();
    assertThat(finds(one().protocol(6).ipv6())).isFalse();
    byte[] other = one().bytes();
    other[0] = 0x05;
    assertThat(run(filter, other)).isZero();
  }

  @Test
  void packets_that_end_early_are_not() {
    for (Datagram whole : List.of(one(), one().ipv6(), one().options(10))) {
      byte[] bytes = whole.bytes();
      int needed = bytes.length - 148 + 4;
      for (int length = 0; length < needed; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThat(run(filter, cut)).isZero();
      }
    }
  }

  @Test
  void words_above_the_sign_and_many_ports_are_compared_too() {
    List<Integer> ports = IntStream.range(1, 1 + UdpFilter.MOST_PORTS).boxed().toList();
    UdpFilter many = UdpFilter.of(ports, List.of(new Beginning(0xf00dbeef, 200)));
    byte[] last = Datagram.of(0xf00dbeef, 200).to(UdpFilter.MOST_PORTS).bytes();
    byte[] beyond = Datagram.of(0xf00dbeef, 200).to(UdpFilter.MOST_PORTS + 1).bytes();
    assertThat(run(many, last)).isPositive();
    assertThat(run(many, beyond)).isZero();
    assertThat(many.program().row()).hasSizeLessThan(4096); // BPF_MAXINSNS
  }

  @Test
  void with_too_many_ports_any_is_right_and_with_none_none_is() {
    List<Integer> ports = IntStream.rangeClosed(1, 1 + UdpFilter.MOST_PORTS).boxed().toList();
    byte[] elsewhere = one().to(9999).bytes();
    assertThat(run(UdpFilter.of(ports, TWO), elsewhere)).isPositive();
    assertThat(run(UdpFilter.of(List.of(), TWO), elsewhere)).isZero();
    assertThat(run(UdpFilter.of(List.of(51820), List.of()), one().bytes())).isZero();
  }

  @Test
  void what_is_no_port_or_no_length_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> UdpFilter.of(List.of(65536), TWO));
    assertThatIllegalArgumentException().isThrownBy(() -> new Beginning(1, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new Beginning(1, 65528));
  }
}
