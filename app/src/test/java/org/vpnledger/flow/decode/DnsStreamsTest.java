package org.vpnledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DnsStreamsTest {
  private static final int SYN = 0x02;
  private static final int FIN = 0x11;
  private static final int RST = 0x04;
  private static final int ACK = 0x10;

  private final DnsStreams streams = new DnsStreams();
  private int sequence = 0xffff_fff0; // it begins anew at 0 on the way

  /** Messages of bytes of one value each, with their lengths before them. */
  private static byte[] messages(int... lengths) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int length : lengths) {
      byte[] message = message(length);
      out.write(length >>> 8);
      out.write(length);
      out.writeBytes(message);
    }
    return out.toByteArray();
  }

  private static byte[] message(int length) {
    byte[] message = new byte[length];
    Arrays.fill(message, (byte) length);
    return message;
  }

  private List<Integer> segment(int port, int flags, int at, byte[] bytes) {
    Packet packet = Packets.tcp(1, "192.0.2.1", port, "192.0.2.2", 53, flags, 40 + bytes.length);
    packet.tcpSequence = at;
    packet.payloadBytes = bytes.length;
    List<byte[]> whole = streams.messages(packet, bytes);
    assertThat(whole).allSatisfy(one -> assertThat(one).containsOnly((byte) one.length));
    return whole.stream().map(one -> one.length).toList();
  }

  /** The next segment of the stream from port 1. */
  private List<Integer> next(int flags, byte[] bytes) {
    List<Integer> lengths = segment(1, flags, sequence, bytes);
    sequence += bytes.length + ((flags & SYN) == 0 ? 0 : 1);
    return lengths;
  }

  private List<Integer> next(byte[] all, int from, int to) {
    return next(ACK, Arrays.copyOfRange(all, from, to));
  }

  @Test
  void a_message_that_comes_byte_by_byte_is_put_together() {
    byte[] bytes = messages(12, 40);
    List<Integer> found = new ArrayList<>(next(SYN, new byte[0]));
    for (int i = 0; i < bytes.length; i++) {
      found.addAll(next(bytes, i, i + 1));
      assertThat(found).hasSize(i < 13 ? 0 : i < 55 ? 1 : 2);
      assertThat(next(ACK, new byte[0])).isEmpty(); // an acknowledgement between
    }
    assertThat(found).containsExactly(12, 40);
  }

  @Test
  void a_segment_may_end_one_message_have_others_and_begin_one() {
    byte[] bytes = messages(100, 20, 30, 50);
    assertThat(next(bytes, 0, 60)).isEmpty();
    assertThat(next(bytes, 60, 170)).containsExactly(100, 20, 30);
    assertThat(next(bytes, 170, bytes.length)).containsExactly(50);
  }

  @Test
  void what_is_sent_once_more_is_not_read_once_more() {
    byte[] bytes = messages(100);
    assertThat(next(bytes, 0, 60)).isEmpty();
    sequence -= 60;
    assertThat(next(bytes, 0, 60)).isEmpty();
    assertThat(next(bytes, 60, bytes.length)).containsExactly(100);
  }

  @Test
  void a_stream_with_a_gap_is_let_go_until_it_goes_on_with_a_message() {
    byte[] bytes = messages(100);
    assertThat(next(bytes, 0, 40)).isEmpty();
    sequence += 20;
    assertThat(next(bytes, 60, bytes.length)).isEmpty();
    assertThat(next(ACK, messages(33))).containsExactly(33);
  }

  @Test
  void a_segment_that_is_not_there_whole_is_a_gap() {
    byte[] bytes = messages(100);
    assertThat(next(bytes, 0, 40)).isEmpty();
    Packet cut = Packets.tcp(1, "192.0.2.1", 1, "192.0.2.2", 53, ACK, 102);
    cut.tcpSequence = sequence;
    cut.payloadBytes = 62;
    assertThat(streams.messages(cut, new byte[0])).isEmpty();
    sequence += 62;
    assertThat(next(ACK, messages(33))).containsExactly(33);
  }

  @Test
  void an_end_gives_what_it_ends_and_nothing_goes_on_behind_it() {
    byte[] bytes = messages(100);
    for (int flags : List.of(FIN, RST)) {
      assertThat(next(bytes, 0, 40)).isEmpty();
      assertThat(next(flags, Arrays.copyOfRange(bytes, 40, bytes.length))).containsExactly(100);
      assertThat(next(bytes, 0, 40)).isEmpty();
      assertThat(next(flags, new byte[0])).isEmpty();
      assertThat(next(bytes, 40, bytes.length)).isEmpty();
      assertThat(next(SYN, new byte[0])).isEmpty();
    }
  }

  @Test
  void a_new_stream_of_the_same_ports_has_nothing_of_the_old_one() {
    byte[] bytes = messages(100);
    assertThat(next(SYN, Arrays.copyOf(bytes, 40))).isEmpty();
    sequence = 5;
    assertThat(next(SYN, bytes)).containsExactly(100); // data with it, RFC 7413
  }

  @Test
  void what_is_shorter_than_a_header_of_dns_is_none() {
    assertThat(next(ACK, messages(11, 40))).isEmpty();
    assertThat(next(ACK, messages(40))).containsExactly(40);
  }

  @Test
  void of_a_flood_of_streams_the_longest_unheard_of_are_let_go() {
    byte[] bytes = messages(100);
    byte[] begun = Arrays.copyOf(bytes, 40);
    byte[] rest = Arrays.copyOfRange(bytes, 40, bytes.length);
    for (int port = 0; port < 60_000; port++) {
      segment(port, ACK, 1, begun);
    }
    assertThat(segment(60_000 - 257, ACK, 41, rest)).isEmpty();
    assertThat(segment(60_000 - 255, ACK, 41, rest)).containsExactly(100);
    assertThat(segment(59_999, ACK, 41, rest)).containsExactly(100);
  }

  @Test
  void of_a_flood_of_bytes_so_many_are_kept() {
    byte[] bytes = messages(65_535);
    byte[] begun = Arrays.copyOf(bytes, 64 << 10);
    byte[] rest = Arrays.copyOfRange(bytes, 64 << 10, bytes.length);
    for (int port = 0; port < 200; port++) {
      segment(port, ACK, 1, begun);
    }
    // Of 2 MiB there are 32 of 64 KiB each.
    assertThat(segment(200 - 33, ACK, 1 + begun.length, rest)).isEmpty();
    assertThat(segment(200 - 30, ACK, 1 + begun.length, rest)).containsExactly(65_535);
    assertThat(segment(199, ACK, 1 + begun.length, rest)).containsExactly(65_535);
  }
}
