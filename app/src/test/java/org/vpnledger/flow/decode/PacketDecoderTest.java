package org.vpnledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.flow.decode.IpBytes.UDP;
import static org.vpnledger.flow.decode.IpBytes.decoded;
import static org.vpnledger.flow.decode.IpBytes.hex;
import static org.vpnledger.flow.decode.IpBytes.ipv4;
import static org.vpnledger.flow.decode.IpBytes.ipv6;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PacketDecoderTest {
  private static final String TCP = "1000200000000001000000005012000000000000";

  /** Protocol, ports, size and fault in one line. */
  private static String said(Packet packet) {
    return "%d %d>%d %d %s"
        .formatted(
            packet.protocol(), packet.srcPort(), packet.dstPort(), packet.size(), packet.fault());
  }

  @Test
  void each_extension_header_of_ipv6_is_passed_over() {
    for (int header : List.of(0, 43, 60, 135, 139, 140)) {
      String small = "1100000000000000" + UDP;
      String large = "1101000000000000" + "0000000000000000" + UDP;
      assertThat(said(decoded(ipv6(header, small)))).isEqualTo("17 4096>8192 56 NONE");
      assertThat(said(decoded(ipv6(header, large)))).isEqualTo("17 4096>8192 64 NONE");
    }
  }

  @Test
  void an_authentication_header_counts_its_length_in_words() {
    String header = "11040000 00000007 00000001 000000000000000000000000";
    assertThat(said(decoded(ipv6(51, header + UDP)))).isEqualTo("17 4096>8192 72 NONE");
    // Of IPv4 it is the protocol, as its header says.
    assertThat(said(decoded(ipv4(51, header + UDP)))).isEqualTo("51 -1>-1 52 NONE");
  }

  @Test
  void extension_headers_come_one_after_the_other_and_so_many_are_enough() {
    String all = "2b00000000000000" + "3c00000000000000" + "3300000000000000" + "1101000000000000";
    assertThat(said(decoded(ipv6(0, all + "00000000" + UDP)))).isEqualTo("17 4096>8192 84 NONE");
    String row = "3c00000000000000".repeat(15) + "1100000000000000";
    assertThat(said(decoded(ipv6(60, row + UDP)))).isEqualTo("17 4096>8192 176 NONE");
    String longer = "3c00000000000000".repeat(16) + "1100000000000000";
    assertThat(said(decoded(ipv6(60, longer + UDP)))).isEqualTo("17 -1>-1 184 WRONG_EXTENSIONS");
  }

  @Test
  void extension_headers_that_end_outside_of_the_packet_are_told_and_not_followed() {
    assertThat(said(decoded(ipv6(60, "")))).isEqualTo("60 -1>-1 40 WRONG_EXTENSIONS");
    assertThat(said(decoded(ipv6(60, "11020000")))) // what comes behind is known still
        .isEqualTo("17 -1>-1 44 WRONG_EXTENSIONS");
    assertThat(said(decoded(ipv6(60, "11ff000000000000" + UDP))))
        .isEqualTo("17 -1>-1 56 WRONG_EXTENSIONS");
    assertThat(said(decoded(ipv6(51, "11ff000000000000" + UDP))))
        .isEqualTo("17 -1>-1 56 WRONG_EXTENSIONS");
  }

  @Test
  void fragments_of_ipv6_have_the_ports_of_the_first() {
    PacketDecoder decoder = new PacketDecoder();
    byte[] first = ipv6(60, "2c00000000000000" + "1100000100000009" + UDP);
    byte[] later = ipv6(44, "1100000800000009" + "0102030405060708");
    byte[] other = ipv6(44, "1100000800000008" + "0102030405060708");
    byte[] whole = ipv6(44, "1100000000000009" + "3000400000080000"); // RFC 6946
    assertThat(said(decoded(decoder, later, 56))).isEqualTo("17 -1>-1 56 UNKNOWN_FRAGMENT");
    assertThat(said(decoded(decoder, first, 64))).isEqualTo("17 4096>8192 64 NONE");
    assertThat(said(decoded(decoder, whole, 56))).isEqualTo("17 12288>16384 56 NONE");
    assertThat(said(decoded(decoder, later, 56))).isEqualTo("17 4096>8192 56 NONE");
    assertThat(said(decoded(decoder, other, 56))).isEqualTo("17 -1>-1 56 UNKNOWN_FRAGMENT");
  }

  @Test
  void fragments_of_ipv4_have_the_ports_of_the_first_of_their_own_protocol() {
    PacketDecoder decoder = new PacketDecoder();
    assertThat(said(decoded(decoder, ipv4(17, 0x2000, UDP), 28))).isEqualTo("17 4096>8192 28 NONE");
    assertThat(said(decoded(decoder, ipv4(17, 1, UDP), 28))).isEqualTo("17 4096>8192 28 NONE");
    assertThat(said(decoded(decoder, ipv4(6, 1, UDP), 28)))
        .isEqualTo("6 -1>-1 28 UNKNOWN_FRAGMENT");
  }

  @Test
  void fragments_of_what_has_no_ports_miss_none() {
    PacketDecoder decoder = new PacketDecoder();
    assertThat(said(decoded(decoder, ipv4(1, 1, "00"), 21))).isEqualTo("1 -1>-1 21 NONE");
    assertThat(said(decoded(decoder, ipv4(50, 0x2000, UDP), 28))).isEqualTo("50 -1>-1 28 NONE");
    assertThat(said(decoded(decoder, ipv4(50, 1, UDP), 28))).isEqualTo("50 -1>-1 28 NONE");
  }

  @Test
  void a_first_fragment_that_ends_before_its_ports_leaves_nothing_to_guess() {
    PacketDecoder decoder = new PacketDecoder();
    assertThat(said(decoded(decoder, ipv4(17, 0x2000, "1000"), 22)))
        .isEqualTo("17 -1>-1 22 SHORT_TRANSPORT_HEADER");
    assertThat(said(decoded(decoder, ipv4(17, 1, "00"), 21))).isEqualTo("17 -1>-1 21 NONE");
  }

  @Test
  void sctp_and_its_like_have_ports_and_of_gre_and_esp_the_outer_side_is_read() {
    for (int protocol : List.of(132, 33, 136)) {
      String header = "1000200000000000" + "00000000";
      assertThat(said(decoded(ipv4(protocol, header)))).isEqualTo(protocol + " 4096>8192 32 NONE");
      assertThat(said(decoded(ipv6(protocol, header)))).isEqualTo(protocol + " 4096>8192 52 NONE");
      assertThat(said(decoded(ipv4(protocol, "10002000"))))
          .isEqualTo(protocol + " 4096>8192 24 SHORT_TRANSPORT_HEADER");
    }
    String inner = "00000800" + "4500001400000000ff110000c0000203c0000204";
    for (int protocol : List.of(47, 50)) {
      assertThat(said(decoded(ipv4(protocol, inner)))).isEqualTo(protocol + " -1>-1 44 NONE");
      assertThat(said(decoded(ipv6(protocol, inner)))).isEqualTo(protocol + " -1>-1 64 NONE");
    }
    assertThat(decoded(ipv4(47, inner)).src()).hasToString("192.0.2.1");
  }

  @Test
  void options_of_ipv4_are_passed_over() {
    byte[] packet = hex("4f000044 00000000 40110000 c0000201 c0000202" + "01".repeat(40) + UDP);
    assertThat(said(decoded(packet))).isEqualTo("17 4096>8192 68 NONE");
    packet[0] = 0x44; // less than a header
    assertThat(said(decoded(packet))).isEqualTo("17 -1>-1 68 WRONG_HEADER_LENGTH");
    packet[0] = 0x4f;
    packet[3] = 0x20; // options that would end behind the packet
    assertThat(said(decoded(packet))).isEqualTo("17 -1>-1 32 WRONG_HEADER_LENGTH");
  }

  @Test
  void what_pads_a_short_frame_of_ethernet_is_no_part_of_the_packet() {
    for (byte[] packet : List.of(ipv4(6, TCP), ipv6(6, TCP))) {
      Packet padded = decoded(Arrays.copyOf(packet, packet.length + 18));
      assertThat(said(padded)).isEqualTo("6 4096>8192 " + packet.length + " NONE");
      assertThat(padded.payloadBytes()).isZero();
      assertThat(padded.payloadCaptured()).isZero();
    }
    byte[] nothing = ipv6(59, ""); // "no next header": its length of 0 is true
    assertThat(said(decoded(Arrays.copyOf(nothing, 46)))).isEqualTo("59 -1>-1 40 NONE");
  }

  @Test
  void a_packet_that_is_to_be_cut_by_the_network_card_has_no_length_yet() {
    byte[] four = Arrays.copyOf(ipv4(6, TCP), 2000);
    IpBytes.set(four, 2, 0);
    assertThat(said(decoded(four, 70_000))).isEqualTo("6 4096>8192 70000 NONE");
    assertThat(decoded(four, 70_000).payloadBytes()).isEqualTo(70_000 - 40);
    assertThat(decoded(four, 70_000).payloadCaptured()).isEqualTo(2000 - 40);
    byte[] six = Arrays.copyOf(ipv6(6, TCP), 2000);
    IpBytes.set(six, 4, 0);
    assertThat(said(decoded(six, 70_000))).isEqualTo("6 4096>8192 70000 NONE");
    byte[] jumbo = ipv6(0, "0600c20400011170" + TCP); // RFC 2675
    IpBytes.set(jumbo, 4, 0);
    assertThat(said(decoded(jumbo, 70_056))).isEqualTo("6 4096>8192 70056 NONE");
  }

  @Test
  void of_a_packet_that_was_cut_off_all_is_true_that_is_there() {
    byte[] packet = ipv4(17, "10002000006c0000" + "00".repeat(100));
    Packet cut = decoded(Arrays.copyOf(packet, 40), 128);
    assertThat(said(cut)).isEqualTo("17 4096>8192 128 NONE");
    assertThat(cut.payloadBytes()).isEqualTo(100);
    assertThat(cut.payloadCaptured()).isEqualTo(12);
    assertThat(said(decoded(Arrays.copyOf(packet, 24), 128)))
        .isEqualTo("17 4096>8192 128 SHORT_TRANSPORT_HEADER");
    assertThat(said(decoded(Arrays.copyOf(packet, 20), 128)))
        .isEqualTo("17 -1>-1 128 SHORT_TRANSPORT_HEADER");
    assertThat(decoded(Arrays.copyOf(packet, 19), 128).fault()).isEqualTo(Fault.SHORT_IP_HEADER);
  }

  @Test
  void a_length_that_is_longer_than_the_packet_was_is_told_and_its_true_one_taken() {
    byte[] four = ipv4(17, UDP);
    IpBytes.set(four, 2, 1500);
    assertThat(said(decoded(four))).isEqualTo("17 4096>8192 28 WRONG_TOTAL_LENGTH");
    IpBytes.set(four, 2, 19);
    assertThat(said(decoded(four))).isEqualTo("17 4096>8192 28 WRONG_TOTAL_LENGTH");
    byte[] six = ipv6(17, UDP);
    IpBytes.set(six, 4, 9);
    assertThat(said(decoded(six))).isEqualTo("17 4096>8192 48 WRONG_TOTAL_LENGTH");
  }

  @Test
  void what_udp_says_of_its_length_never_leads_out_of_the_packet() {
    for (String length : List.of("0000", "0007", "ffff")) {
      Packet packet = decoded(ipv4(17, "10002000" + length + "0000" + "0102"));
      assertThat(said(packet)).isEqualTo("17 4096>8192 30 WRONG_UDP_LENGTH");
      assertThat(packet.payloadBytes()).isEqualTo(2);
      assertThat(packet.payloadCaptured()).isEqualTo(2);
    }
    Packet padded = decoded(ipv4(17, "1000200000090000" + "0102"));
    assertThat(said(padded)).isEqualTo("17 4096>8192 30 NONE");
    assertThat(padded.payloadBytes()).isEqualTo(1);
  }

  @Test
  void udp_may_say_that_it_is_longer_in_a_first_fragment_and_nothing_in_a_jumbogram() {
    PacketDecoder decoder = new PacketDecoder();
    assertThat(said(decoded(decoder, ipv4(17, 0x2000, "1000200005dc0000"), 28)))
        .isEqualTo("17 4096>8192 28 NONE");
    assertThat(said(decoded(ipv6(44, "1100000100000009" + "1000200005dc0000"))))
        .isEqualTo("17 4096>8192 56 NONE");
    assertThat(said(decoded(ipv6(17, "1000200000000000")))).isEqualTo("17 4096>8192 48 NONE");
    assertThat(said(decoded(ipv6(17, "1000200000070000"))))
        .isEqualTo("17 4096>8192 48 WRONG_UDP_LENGTH");
  }

  @Test
  void a_tcp_header_that_is_cut_off_or_lies_is_told() {
    assertThat(said(decoded(ipv4(6, TCP)))).isEqualTo("6 4096>8192 40 NONE");
    assertThat(decoded(ipv4(6, TCP)).tcpFlags()).isEqualTo(0x12);
    for (String words : List.of("4", "f")) {
      String header = TCP.substring(0, 24) + words + TCP.substring(25);
      Packet packet = decoded(ipv4(6, header));
      assertThat(said(packet)).isEqualTo("6 4096>8192 40 SHORT_TRANSPORT_HEADER");
      assertThat(packet.tcpFlags()).isEqualTo(0x12);
      assertThat(packet.payloadBytes()).isZero();
    }
    assertThat(said(decoded(ipv4(6, TCP.substring(0, 26)))))
        .isEqualTo("6 4096>8192 33 SHORT_TRANSPORT_HEADER");
  }

  @Test
  void icmp_has_a_type_and_a_code_and_no_ports() {
    assertThat(decoded(ipv4(1, "0301000000000000")).icmp()).isEqualTo(0x301);
    Packet unreachable = decoded(ipv6(58, "0104000000000000"));
    assertThat(unreachable.icmp()).isEqualTo(0x104);
    assertThat(said(unreachable)).isEqualTo("58 -1>-1 48 NONE");
    assertThat(said(decoded(ipv4(1, "03")))).isEqualTo("1 -1>-1 21 SHORT_TRANSPORT_HEADER");
  }

  @Test
  void what_is_neither_ipv4_nor_ipv6_is_told() {
    assertThat(decoded(new byte[60]).fault()).isEqualTo(Fault.NOT_IP);
    assertThat(decoded(hex("f5")).fault()).isEqualTo(Fault.NOT_IP);
    assertThat(decoded(new byte[0]).fault()).isEqualTo(Fault.SHORT_IP_HEADER);
    assertThat(decoded(Arrays.copyOf(ipv6(17, UDP), 39), 48).fault())
        .isEqualTo(Fault.SHORT_IP_HEADER);
  }
}
