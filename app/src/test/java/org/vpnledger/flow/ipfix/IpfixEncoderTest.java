package org.vpnledger.flow.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.flow.FlowRecord.NO_PORT;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.FlowRecord;

final class IpfixEncoderTest {
  private static Map<Integer, String> one(FlowRecord flow, boolean names) {
    IpfixEncoder encoder = new IpfixEncoder(7, names, 1372);
    IpfixReader reader = new IpfixReader();
    reader.read(encoder.templates().stamped(1, 0));
    assertThat(encoder.add(flow)).isTrue();
    List<Map<Integer, String>> records = reader.read(encoder.take().stamped(1, 0)).records();
    assertThat(records).hasSize(1);
    return records.getFirst();
  }

  @Test
  void a_tcp_flow_over_ipv4_has_every_field() {
    assertThat(one(Flows.tcp(12), true))
        .isEqualTo(
            Map.ofEntries(
                Map.entry(152, "1769817600123"),
                Map.entry(153, "1769817604690"),
                Map.entry(8, "10.8.0.2"),
                Map.entry(12, "198.51.100.7"),
                Map.entry(7, "40000"),
                Map.entry(11, "443"),
                Map.entry(6, "27"),
                Map.entry(4, "6"),
                Map.entry(2, "12"),
                Map.entry(1, "12000"),
                Map.entry(61, "0"),
                Map.entry(82, "wg0"),
                Map.entry(371, "alice")));
  }

  @Test
  void icmp_over_ipv6_has_type_and_code_and_no_ports() {
    Map<Integer, String> record =
        one(
            Flows.flow(
                Direction.TX, 58, "2001:db8::7", NO_PORT, "fd00::2", 129 << 8, 3, 1L << 40, 0),
            false);
    assertThat(record)
        .containsEntry(27, "2001:db8:0:0:0:0:0:7")
        .containsEntry(28, "fd00:0:0:0:0:0:0:2")
        .containsEntry(139, "33024")
        .containsEntry(61, "1")
        .containsEntry(1, "1099511627776")
        .doesNotContainKeys(7, 11, 6, 32, 82, 371);
  }

  @Test
  void a_hashed_address_is_plain_ipv6_and_the_other_one_is_mapped_beside_it() {
    Map<Integer, String> record =
        one(
            Flows.flow(Direction.UNKNOWN, 1, "10.8.0.2", NO_PORT, "100::1:2", 2048, 1, 84, 0),
            true);
    assertThat(record)
        // The JDK shows a mapped address as the IPv4 address that it is.
        .containsEntry(27, "10.8.0.2")
        .containsEntry(28, "100:0:0:0:0:0:1:2")
        .containsEntry(32, "2048")
        .doesNotContainKey(61);
  }

  @Test
  void protocols_without_ports_have_0_and_a_peer_without_a_name_has_its_key() {
    Map<Integer, String> record =
        one(
            Flows.named(Direction.RX, 50, "10.8.0.2", NO_PORT, "10.8.0.3", NO_PORT, 1, 84, 0, null),
            true);
    assertThat(record)
        .containsEntry(7, "0")
        .containsEntry(11, "0")
        .containsEntry(371, "QUxJQ0VBTElDRUFMSUNFQUxJQ0VBTElDRUFMSUNFQUE=");
  }

  @Test
  void a_name_that_is_too_long_is_cut_between_characters() {
    Map<Integer, String> record =
        one(
            Flows.named(
                Direction.RX, 6, "10.8.0.2", 1, "10.8.0.3", 2, 1, 84, 0, "é".repeat(5000) + "x"),
            true);
    assertThat(record.get(371)).isEqualTo("é".repeat(127));
  }

  @Test
  void a_message_is_never_longer_than_it_may_be_and_every_record_is_in_one() {
    for (int most : List.of(IpfixEncoder.LEAST_BYTES, 1372, 65535)) {
      IpfixEncoder encoder = new IpfixEncoder(7, true, most);
      IpfixReader reader = new IpfixReader();
      assertThat(reader.read(encoder.templates().stamped(5, 0)).templates()).isEqualTo(12);
      long sequence = 0xffff_ff00L;
      int read = 0;
      for (int i = 0; i < 20_000; i++) {
        FlowRecord flow =
            i % 3 == 0
                ? Flows.tcp(i)
                : Flows.named(
                    Direction.TX,
                    17,
                    "fd00::2",
                    i % 65536,
                    "fd00::3",
                    53,
                    i,
                    i,
                    0,
                    "n".repeat(i % 300));
        if (!encoder.add(flow)) {
          IpfixMessage message = encoder.take();
          IpfixReader.Message seen = reader.read(message.stamped(0x1_0000_0009L, sequence));
          assertThat(seen.length()).isBetween(most - 600, most);
          assertThat(seen.sequence()).isEqualTo(sequence & 0xffff_ffffL);
          assertThat(seen.time()).isEqualTo(9);
          assertThat(seen.domain()).isEqualTo(7);
          for (Map<Integer, String> record : seen.records()) {
            assertThat(record).containsEntry(2, String.valueOf(read++));
          }
          sequence += message.records();
          assertThat(encoder.add(flow)).isTrue();
        }
      }
      read += reader.read(encoder.take().stamped(0, 0)).records().size();
      assertThat(read).isEqualTo(20_000);
      assertThat(encoder.isEmpty()).isTrue();
    }
  }
}
