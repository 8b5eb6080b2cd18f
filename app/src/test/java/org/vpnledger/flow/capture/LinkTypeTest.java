package org.vpnledger.flow.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.packet.Way;

final class LinkTypeTest {
  private static final String MACS = "020000000001020000000002";
  private static final String IPV4 = "4500001400000000ff3b0000c0000201c0000202";
  private static final String IPV6 = "60";

  private static Seen passed(int link, String header, String packet) {
    byte[] bytes = HexFormat.of().parseHex(header + packet);
    List<Seen> seen = new ArrayList<>();
    Objects.requireNonNull(LinkType.find(link))
        .pass(
            MemorySegment.ofArray(bytes),
            0,
            bytes.length,
            bytes.length + 100,
            7,
            Way.UNKNOWN,
            Seen.sink(seen));
    assertThat(seen).hasSize(1);
    return seen.getFirst();
  }

  private static Seen expected(String packet, int type, Way way) {
    return new Seen(packet, packet.length() / 2 + 100, 7, type, way);
  }

  @Test
  void raw_packets_begin_at_once() {
    for (int link : List.of(12, 14, 101, 228, 229)) {
      assertThat(passed(link, "", IPV4)).isEqualTo(expected(IPV4, 0x0800, Way.UNKNOWN));
    }
  }

  /** The family is in the byte order of who wrote it, or for OpenBSD's loopback in the net's. */
  @Test
  void of_a_loopback_the_address_family_is_passed_over_whatever_it_is() {
    for (String family : List.of("02000000", "00000002", "1e000000", "0000001c", "18000000")) {
      assertThat(passed(0, family, IPV4)).isEqualTo(expected(IPV4, 0x0800, Way.UNKNOWN));
      assertThat(passed(108, family, IPV4)).isEqualTo(expected(IPV4, 0x0800, Way.UNKNOWN));
    }
  }

  @Test
  void ethernet_has_a_type_behind_up_to_four_tags() {
    assertThat(passed(1, MACS + "0800", IPV4)).isEqualTo(expected(IPV4, 0x0800, Way.UNKNOWN));
    assertThat(passed(1, MACS + "0806", "0001")).isEqualTo(expected("0001", 0x0806, Way.UNKNOWN));
    String tags = "81000005" + "88a80006" + "91000007" + "8100e008";
    assertThat(passed(1, MACS + tags + "86dd", IPV6))
        .isEqualTo(expected(IPV6, 0x86dd, Way.UNKNOWN));
    assertThat(passed(1, MACS + tags + "81000009" + "86dd", IPV6).etherType()).isEqualTo(0x8100);
  }

  @Test
  void linux_cooked_packets_tell_their_way_and_their_type() {
    for (int kind = 0; kind < 5; kind++) {
      Way way = kind == 4 ? Way.OUT : Way.IN;
      String sll = "000" + kind + "0001" + "0006" + "0200000000010000";
      assertThat(passed(113, sll + "0800", IPV4)).isEqualTo(expected(IPV4, 0x0800, way));
      assertThat(passed(113, sll + "86dd", IPV6)).isEqualTo(expected(IPV6, 0x86dd, way));
      String sll2 = "0000" + "00000003" + "fffe" + "0" + kind + "00" + "0000000000000000";
      assertThat(passed(276, "0800" + sll2, IPV4)).isEqualTo(expected(IPV4, 0x0800, way));
      assertThat(passed(276, "86dd" + sll2, IPV6)).isEqualTo(expected(IPV6, 0x86dd, way));
    }
  }

  /** As libpcap puts them in again that the kernel has taken out. */
  @Test
  void linux_cooked_packets_have_tags_too() {
    String sll = "00000001" + "0006" + "0200000000010000" + "81000005" + "0800";
    assertThat(passed(113, sll, IPV4)).isEqualTo(expected(IPV4, 0x0800, Way.IN));
  }

  @Test
  void what_ends_within_what_comes_before_the_packet_is_no_packet_of_ip() {
    String zeros = "00".repeat(20);
    for (int link : List.of(0, 1, 113, 276)) {
      int header = link == 0 ? 4 : link == 1 ? 14 : link == 113 ? 16 : 20;
      for (int length = 1; length < header; length++) {
        assertThat(passed(link, "", zeros.substring(0, 2 * length)))
            .isEqualTo(new Seen("", 0, 7, 0, Way.UNKNOWN));
      }
    }
    // A tag of which only two bytes are there is not looked behind.
    assertThat(passed(1, MACS + "8100", "0005").etherType()).isEqualTo(0x8100);
  }
}
