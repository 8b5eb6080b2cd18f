package org.vpnledger.flow.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.packet.Way;

final class PcapngReaderTest {
  private static final int RAW = 101;
  private static final int ETHERNET = 1;
  private static final int USB = 189;
  private static final byte[] PACKET = {0x45, 1, 2, 3, 4};
  private static final byte[] FRAME = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 8, 0, 0x45};

  private final List<Seen> seen = new ArrayList<>();

  private static Seen raw(int length, long time, Way way) {
    return new Seen("4501020304", length, time, 0x0800, way);
  }

  @Test
  void each_section_has_a_byte_order_and_interfaces_of_its_own() throws IOException {
    byte[] file =
        new Pcapng()
            .section(ByteOrder.LITTLE_ENDIAN)
            .link(RAW, 0)
            .link(ETHERNET, 0)
            .enhanced(1, 1, FRAME, 15)
            .enhanced(0, 2, PACKET, 1500)
            .section(ByteOrder.BIG_ENDIAN)
            .link(ETHERNET, 0)
            .link(RAW, 0)
            .enhanced(0, 1L << 40, FRAME, 15)
            .enhanced(1, 4, PACKET, 5)
            .bytes();
    assertThat(Seen.read(file, seen)).isZero();
    assertThat(seen)
        .containsExactly(
            new Seen("45", 1, 1, 0x0800, Way.UNKNOWN),
            raw(1500, 2, Way.UNKNOWN),
            new Seen("45", 1, 1L << 40, 0x0800, Way.UNKNOWN),
            raw(5, 4, Way.UNKNOWN));
  }

  @Test
  void interfaces_of_an_earlier_section_are_none_of_a_later_one() {
    byte[] file =
        new Pcapng()
            .section(ByteOrder.LITTLE_ENDIAN)
            .link(RAW, 0)
            .enhanced(0, 1, PACKET, 5)
            .section(ByteOrder.LITTLE_ENDIAN)
            .enhanced(0, 1, PACKET, 5)
            .bytes();
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> Seen.read(file, seen))
        .withMessage("it is damaged at byte 128: a packet of an interface that was not described");
    assertThat(seen).hasSize(1);
  }

  @Test
  void simple_packets_are_of_the_first_interface_and_cut_where_it_cuts_them() throws IOException {
    byte[] file =
        new Pcapng()
            .section(ByteOrder.BIG_ENDIAN)
            .link(RAW, 5)
            .link(ETHERNET, 0)
            .simple(1500, PACKET) // what pads it is no part of it
            .section(ByteOrder.LITTLE_ENDIAN)
            .link(RAW, 0)
            .simple(5, PACKET)
            .simple(3, PACKET)
            .bytes();
    assertThat(Seen.read(file, seen)).isZero();
    assertThat(seen)
        .containsExactly(
            raw(1500, 0, Way.UNKNOWN),
            raw(5, 0, Way.UNKNOWN),
            new Seen("450102", 3, 0, 0x0800, Way.UNKNOWN));
  }

  @Test
  void obsolete_packets_are_read_with_their_options() throws IOException {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      seen.clear();
      byte[] file =
          new Pcapng()
              .section(order)
              .link(ETHERNET, 0)
              .link(RAW, 0)
              .obsolete(1, 0xffff, 5_000_000_000L, PACKET)
              .bytes();
      assertThat(Seen.read(file, seen)).isZero();
      assertThat(seen).containsExactly(raw(5, 5_000_000_000L, Way.IN));
    }
  }

  @Test
  void packets_of_interfaces_that_cannot_be_read_are_counted_and_all_others_are_given() {
    byte[] file =
        new Pcapng()
            .section(ByteOrder.LITTLE_ENDIAN)
            .link(USB, 0)
            .link(RAW, 0)
            .link(0xffff, 0)
            .enhanced(0, 1, FRAME, 15)
            .enhanced(1, 2, PACKET, 5)
            .simple(15, FRAME)
            .enhanced(2, 3, FRAME, 15)
            .enhanced(1, 4, PACKET, 5)
            .bytes();
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> Seen.read(file, seen))
        .withMessage(
            "2 packets of link type 189, 1 packet of link type 65535 cannot be read: raw IP,"
                + " Ethernet, loopback and Linux' cooked ones can");
    assertThat(seen).containsExactly(raw(5, 2, Way.UNKNOWN), raw(5, 4, Way.UNKNOWN));
  }

  @Test
  void however_many_link_types_cannot_be_read_it_is_one_line() {
    Pcapng file = new Pcapng().section(ByteOrder.BIG_ENDIAN);
    for (int i = 0; i < 100; i++) {
      file.link(1000 + i, 0).enhanced(i, 1, PACKET, 5);
    }
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> Seen.read(file.bytes(), seen))
        .withMessageStartingWith("1 packet of link type 1000, ")
        .withMessageContaining(" and more of others cannot be read: ")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void an_interface_that_cannot_be_read_and_has_no_packets_is_no_matter() throws IOException {
    byte[] file =
        new Pcapng()
            .section(ByteOrder.LITTLE_ENDIAN)
            .link(USB, 0)
            .link(RAW, 0)
            .enhanced(1, 2, PACKET, 5)
            .bytes();
    assertThat(Seen.read(file, seen)).isZero();
    assertThat(seen).hasSize(1);
  }

  @Test
  void a_file_that_ends_at_any_byte_gives_the_packets_before_and_tells_of_the_rest()
      throws IOException {
    Pcapng whole = new Pcapng().section(ByteOrder.BIG_ENDIAN).link(RAW, 0);
    int first = whole.enhanced(0, 1, PACKET, 5).bytes().length;
    byte[] file = whole.enhanced(0, 2, PACKET, 5).bytes();
    for (int length = first; length < file.length; length++) {
      seen.clear();
      assertThat(Seen.read(Arrays.copyOf(file, length), seen)).isEqualTo(length - first);
      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void lengths_that_lie_are_told_with_their_place_and_nothing_is_read_by_them() {
    byte[] file =
        new Pcapng().section(ByteOrder.BIG_ENDIAN).link(RAW, 0).enhanced(0, 1, PACKET, 5).bytes();
    int packet = 28 + 32;
    expect(file, packet + 7, 44, "it is damaged at byte 60: a block ends with another length");
    expect(file, packet + 4, 0x80, "it is damaged at byte 60: a block of 2147483688 bytes");
    expect(file, packet + 7, 4, "it is damaged at byte 60: a block of 4 bytes");
    expect(file, packet + 7, 41, "it is damaged at byte 60: a block of 41 bytes");
    expect(file, packet + 23, 9, "it is damaged at byte 60: a packet is longer than its block");
    expect(file, packet + 20, 0xff, "it is damaged at byte 60: a packet is longer than its block");
    expect(file, packet + 11, 1, "it is damaged at byte 60: a packet of an interface that was not");
  }

  private void expect(byte[] file, int at, int value, String message) {
    byte[] changed = Arrays.copyOf(file, file.length + 64);
    changed[at] = (byte) value;
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> Seen.read(changed, seen))
        .withMessageStartingWith(message);
    assertThat(seen).isEmpty();
  }
}
