package org.vpnledger.flow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vpnledger.flow.decode.Packets;

final class FlowTableTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(15), Duration.ofMinutes(1));

  private final List<Flow> over = new ArrayList<>();

  private FlowTable table(int limit) {
    return new FlowTable(limit, TIMEOUTS, _ -> Label.NONE, over::add);
  }

  @Test
  void packets_of_one_direction_and_ports_are_a_flow_and_those_back_another() {
    FlowTable table = table(10);
    table.packet(Packets.tcp(1, "10.8.0.2", 4000, "192.0.2.1", 443, 0x02, 60));
    table.packet(Packets.tcp(2, "192.0.2.1", 443, "10.8.0.2", 4000, 0x12, 60));
    table.packet(Packets.tcp(3, "10.8.0.2", 4000, "192.0.2.1", 443, 0x18, 500));
    table.closeAll();
    assertThat(over)
        .extracting(Flow::packets, Flow::bytes, Flow::startNs, Flow::endNs, Flow::tcpFlags)
        .containsExactlyInAnyOrder(tuple(2L, 560L, 1L, 3L, 0x1a), tuple(1L, 60L, 2L, 2L, 0x12));
  }

  @Test
  void a_flow_begins_with_its_earliest_packet_and_ends_with_its_latest_whichever_comes_first() {
    FlowTable table = table(10);
    for (long time : new long[] {20, 10, 40, 30}) {
      table.packet(Packets.udp(time, "10.8.0.2", 1, "192.0.2.1", 2, 100));
    }
    table.closeAll();
    assertThat(over).extracting(Flow::startNs, Flow::endNs).containsExactly(tuple(10L, 40L));
  }

  @Test
  void no_flow_lasts_over_a_step_of_the_clock_that_packets_carry() {
    FlowTable table = table(10);
    for (long time : new long[] {7200, 7201, 3600, 3602, 7300}) {
      table.at(SECOND);
      table.packet(Packets.udp(time * SECOND, "10.8.0.2", 1, "192.0.2.1", 2, 100));
    }
    table.closeAll();
    assertThat(over)
        .extracting(flow -> flow.startNs() / SECOND, flow -> flow.endNs() / SECOND)
        .containsExactly(tuple(7200L, 7201L), tuple(3600L, 3602L), tuple(7300L, 7300L));
  }

  @Test
  void a_flow_ends_when_it_was_idle_and_not_before() {
    FlowTable table = table(10);
    table.packet(Packets.udp(0, "10.8.0.2", 1, "192.0.2.1", 2, 100));
    table.packet(Packets.udp(14 * SECOND, "10.8.0.2", 1, "192.0.2.1", 2, 100));
    table.packet(Packets.udp(28 * SECOND, "10.8.0.3", 1, "192.0.2.1", 2, 100));
    assertThat(over).isEmpty();
    table.packet(Packets.udp(30 * SECOND, "10.8.0.3", 1, "192.0.2.1", 2, 100));
    assertThat(over).hasSize(1);
    assertThat(over.getFirst().packets()).isEqualTo(2);
  }

  @Test
  void a_flow_that_goes_on_is_written_after_the_active_timeout() {
    FlowTable table = table(10);
    for (int second = 0; second < 150; second++) {
      table.packet(Packets.udp(second * SECOND, "10.8.0.2", 1, "192.0.2.1", 2, 100));
    }
    assertThat(over).extracting(Flow::packets).containsExactly(60L, 60L);
    assertThat(over).extracting(Flow::startNs).containsExactly(0L, 60 * SECOND);
  }

  @Test
  void a_syn_after_fin_or_rst_begins_another_flow() {
    FlowTable table = table(10);
    table.packet(Packets.tcp(1, "10.8.0.2", 4000, "192.0.2.1", 443, 0x02, 60));
    table.packet(Packets.tcp(2, "10.8.0.2", 4000, "192.0.2.1", 443, 0x11, 60));
    table.packet(Packets.tcp(3, "10.8.0.2", 4000, "192.0.2.1", 443, 0x02, 60));
    table.closeAll();
    assertThat(over).extracting(Flow::packets).containsExactly(2L, 1L);
  }

  @Test
  void a_full_table_closes_the_flow_that_was_idle_longest_and_counts_it() {
    FlowTable table = table(3);
    for (int port = 1; port <= 3; port++) {
      table.packet(Packets.udp(port * SECOND, "10.8.0.2", port, "192.0.2.1", 2, 100));
    }
    table.packet(Packets.udp(4 * SECOND, "10.8.0.2", 1, "192.0.2.1", 2, 100)); // busy again
    table.packet(Packets.udp(5 * SECOND, "10.8.0.2", 4, "192.0.2.1", 2, 100));
    assertThat(over).extracting(Flow::srcPort).containsExactly(2);
    assertThat(table.evicted()).isEqualTo(1);
    assertThat(table.size()).isEqualTo(3);
  }

  @Test
  void a_clock_that_leaps_or_is_put_back_in_a_file_hangs_nothing_and_loses_nothing() {
    FlowTable table = table(10);
    table.packet(Packets.udp(0, "10.8.0.2", 1, "192.0.2.1", 2, 100));
    table.packet(Packets.udp(Long.MAX_VALUE / 2, "10.8.0.2", 1, "192.0.2.1", 2, 100));
    table.packet(Packets.udp(5, "10.8.0.2", 1, "192.0.2.1", 2, 100));
    table.closeAll();
    assertThat(over).extracting(Flow::packets).containsExactly(1L, 1L, 1L);
    assertThat(over).allSatisfy(flow -> assertThat(flow.endNs()).isEqualTo(flow.startNs()));
  }

  @Test
  void icmp_has_its_type_and_code_in_place_of_a_port() {
    FlowTable table = table(10);
    table.packet(Packets.icmp(1, "10.8.0.2", "192.0.2.1", 8, 0, 84));
    table.closeAll();
    assertThat(over.getFirst().srcPort()).isEqualTo(-1);
    assertThat(over.getFirst().dstPort()).isEqualTo(8 * 256);
  }

  /** Whatever is evicted, idle or active: each packet and byte is in one flow. */
  @Test
  void flows_add_up_to_the_packets_over_any_history() {
    for (int seed = 0; seed < 20; seed++) {
      over.clear();
      Random random = new Random(seed);
      FlowTable table = table(1 + random.nextInt(50));
      Map<Integer, Long> packets = new HashMap<>();
      Map<Integer, Long> bytes = new HashMap<>();
      long now = 0;
      for (int i = 0; i < 5000; i++) {
        now += (long) (random.nextDouble() * random.nextDouble() * 4 * SECOND);
        int port = random.nextInt(100);
        int size = 60 + random.nextInt(1000);
        table.packet(Packets.udp(now, "10.8.0.2", port, "192.0.2.1", 53, size));
        packets.merge(port, 1L, Long::sum);
        bytes.merge(port, (long) size, Long::sum);
      }
      table.closeAll();
      assertThat(table.size()).isZero();
      Map<Integer, Long> flowPackets = new HashMap<>();
      Map<Integer, Long> flowBytes = new HashMap<>();
      for (Flow flow : over) {
        flowPackets.merge(flow.srcPort(), flow.packets(), Long::sum);
        flowBytes.merge(flow.srcPort(), flow.bytes(), Long::sum);
        assertThat(flow.endNs() - flow.startNs()).isLessThan(60 * SECOND);
      }
      assertThat(flowPackets).isEqualTo(packets);
      assertThat(flowBytes).isEqualTo(bytes);
    }
  }
}
