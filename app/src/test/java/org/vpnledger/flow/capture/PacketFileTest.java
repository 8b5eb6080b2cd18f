package org.vpnledger.flow.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.packet.Way;

final class PacketFileTest {
  private static final List<ByteOrder> ORDERS =
      List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);

  private static List<Seen> read(byte[] file, long left) throws IOException {
    List<Seen> seen = new ArrayList<>();
    assertThat(Seen.read(file, seen)).isEqualTo(left);
    return seen;
  }

  private static byte[] pcap(ByteOrder order, int magic, int link, byte[] packet) {
    ByteBuffer file = ByteBuffer.allocate(40 + packet.length).order(order);
    file.putInt(magic).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65535);
    file.putInt(link).putInt(0xf000_0000).putInt(999_999).putInt(packet.length).putInt(1500);
    return file.put(packet).array();
  }

  /** A section, an interface with a resolution and an offset, and a packet that went out. */
  private static byte[] pcapng(ByteOrder order, int resolution, long offset, long time) {
    ByteBuffer file = ByteBuffer.allocate(28 + 48 + 16 + 48).order(order);
    file.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putInt(1).putLong(-1).putInt(28);
    file.putInt(1).putInt(48).putShort((short) 101).putShort((short) 0).putInt(0);
    file.putShort((short) 9).putShort((short) 1).put((byte) resolution).put(new byte[3]);
    file.putShort((short) 14).putShort((short) 8).putLong(offset).putInt(0).putInt(0).putInt(48);
    file.position(76);
    file.putInt(0x0bad).putInt(16).putInt(7).putInt(16); // a block of another kind
    file.putInt(6).putInt(48).putInt(0).putInt((int) (time >>> 32)).putInt((int) time);
    file.putInt(3).putInt(9).put(new byte[] {0x45, 0, 0, 0});
    file.putShort((short) 2).putShort((short) 4).putInt(2).putInt(0);
    return file.putInt(136, 48).array();
  }

  @Test
  void pcap_is_read_of_both_byte_orders_and_resolutions() throws IOException {
    for (ByteOrder order : ORDERS) {
      long second = 0xf000_0000L * 1_000_000_000L;
      byte[] packet = new byte[30];
      assertThat(read(pcap(order, 0xa1b2c3d4, 101, packet), 0))
          .containsExactly(
              new Seen("00".repeat(30), 1500, second + 999_999_000L, 0x0800, Way.UNKNOWN));
      assertThat(read(pcap(order, 0xa1b23c4d, 101, packet), 0).getFirst().timestampNs())
          .isEqualTo(second + 999_999);
      packet[12] = (byte) 0x81; // a tag, and another before the type
      packet[16] = (byte) 0x91;
      packet[20] = (byte) 0x86;
      packet[21] = (byte) 0xdd;
      assertThat(read(pcap(order, 0xa1b2c3d4, 1, packet), 0))
          .containsExactly(
              new Seen("00".repeat(8), 1478, second + 999_999_000L, 0x86dd, Way.UNKNOWN));
    }
  }

  @Test
  void what_pcap_tells_of_a_frame_check_sequence_is_no_part_of_the_link_type() throws IOException {
    byte[] packet = new byte[18]; // the last four are none of it, as its IP header will say
    assertThat(read(pcap(ORDERS.getFirst(), 0xa1b2c3d4, 0x4400_0001, packet), 0))
        .extracting(Seen::packet)
        .containsExactly("00000000");
  }

  @Test
  void pcapng_is_read_of_both_byte_orders_with_its_times_and_ways() throws IOException {
    for (ByteOrder order : ORDERS) {
      assertThat(read(pcapng(order, 6, 5, 7), 0))
          .containsExactly(new Seen("450000", 9, 5_000_007_000L, 0x0800, Way.OUT));
      assertThat(time(order, 9, 0, 12)).isEqualTo(12);
      assertThat(time(order, 0x80 | 10, 1, 512)).isEqualTo(1_500_000_000L);
      assertThat(time(order, 3, -1, 1500)).isEqualTo(500_000_000L);
      // Nothing that is no time of a line: neither one before 1970 nor one behind the last.
      assertThat(time(order, 6, -5, 7)).isZero();
      assertThat(time(order, 9, 0, -1)).isEqualTo(Long.MAX_VALUE);
      assertThat(time(order, 0, Long.MAX_VALUE, -1)).isEqualTo(Long.MAX_VALUE);
    }
  }

  private static long time(ByteOrder order, int resolution, long offset, long time)
      throws IOException {
    return read(pcapng(order, resolution, offset, time), 0).getFirst().timestampNs();
  }

  @Test
  void what_is_cut_off_is_told_and_what_is_none_is_refused() throws IOException {
    byte[] file = pcap(ORDERS.getFirst(), 0xa1b2c3d4, 101, new byte[30]);
    assertThat(read(Arrays.copyOf(file, 69), 45)).isEmpty();
    for (byte[] none : List.of(new byte[0], new byte[3], new byte[100], Arrays.copyOf(file, 23))) {
      assertThatExceptionOfType(CaptureException.class).isThrownBy(() -> read(none, 0));
    }
  }
}
