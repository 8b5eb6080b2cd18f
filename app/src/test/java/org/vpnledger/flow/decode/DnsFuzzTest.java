package org.vpnledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vpnledger.flow.Corpus;

/** Bytes are a message within bounds or none, and streams of them give no more than came. */
@Timeout(60)
final class DnsFuzzTest {
  private static final int ROUNDS = 20_000; // a message
  private static final int LONGEST_TEXT = 4 * 255; // each byte as a number

  private final RandomGenerator random = new Random(20261129);
  private final List<byte[]> corpus = Corpus.of(DnsFuzzTest.class, "dns.hex");
  private int sequence = 0x7fff_ff00;

  @Test
  void mutated_messages_are_read_within_bounds_or_are_none() {
    int read = 0;
    for (byte[] seed : corpus) {
      for (int round = 0; round < ROUNDS; round++) {
        read += check(Corpus.mutated(seed, random)) ? 1 : 0;
      }
    }
    assertThat(read).isGreaterThan(corpus.size() * ROUNDS / 10);
  }

  @Test
  void of_the_corpus_all_are_messages_but_the_last() {
    List<Boolean> read = corpus.stream().map(DnsFuzzTest::check).toList();
    assertThat(read.subList(0, read.size() - 1)).containsOnly(true);
    assertThat(read.getLast()).isFalse();
  }

  private static boolean check(byte[] bytes) {
    DnsMessage message = DnsParser.parse(bytes);
    if (message == null) {
      return false;
    }
    assertThat(message.questions().size() + message.answers().size()).isLessThan(bytes.length / 5);
    message.questions().forEach(question -> check(question.name()));
    message
        .answers()
        .forEach(answer -> {
          check(answer.name());
          check(answer.target() == null ? "" : answer.target());
          assertThat(answer.ttl()).isBetween(0L, 0xffff_ffffL);
        });
    return true;
  }

  private static void check(String name) {
    if (name.length() > LONGEST_TEXT || !name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new AssertionError("no name to show: " + name);
    }
  }

  /** The most that a message can cost: as many names as it has room for, each of the longest. */
  @Test
  void a_message_of_nothing_but_long_names_takes_no_longer_than_others() {
    byte[] message = new byte[65_535];
    int questions = (message.length - 12 - 259) / 6;
    message[4] = (byte) ((questions + 1) >>> 8);
    message[5] = (byte) (questions + 1);
    int at = 12;
    for (int i = 0; i < 127; i++, at += 2) {
      message[at] = 1;
      message[at + 1] = 'a';
    }
    at += 5;
    for (int i = 0; i < questions; i++, at += 6) {
      message[at] = (byte) 0xc0;
      message[at + 1] = 12;
    }
    DnsMessage read = Objects.requireNonNull(DnsParser.parse(Arrays.copyOf(message, at)));
    assertThat(read.questions()).hasSize(256); // no more are kept
  }

  @Test
  void streams_cut_anywhere_give_all_messages_in_order() {
    for (int round = 0; round < 300; round++) {
      DnsStreams streams = new DnsStreams();
      List<byte[]> found = new ArrayList<>();
      for (byte[] segment : segments(stream())) {
        found.addAll(streams.messages(segment(1, segment), segment));
        sequence += segment.length;
      }
      assertThat(found).usingElementComparator(Arrays::compare).isEqualTo(corpus);
    }
  }

  @Test
  void streams_with_gaps_doublings_and_mutations_give_no_more_bytes_than_came() {
    DnsStreams streams = new DnsStreams();
    long came = 0;
    long given = 0;
    int whole = 0;
    for (int round = 0; round < 3000; round++) {
      int port = random.nextInt(300);
      byte[] stream = random.nextInt(3) == 0 ? Corpus.mutated(stream(), random) : stream();
      for (byte[] segment : segments(stream)) {
        int fate = random.nextInt(20);
        for (int times = fate == 0 ? 0 : fate == 1 ? 2 : 1; times > 0; times--) {
          Packet packet = segment(port, segment);
          packet.tcpFlags = random.nextInt(30) == 0 ? random.nextInt(64) : 0x10;
          came += segment.length;
          for (byte[] message : streams.messages(packet, segment)) {
            given += message.length;
            whole += check(message) ? 1 : 0;
          }
        }
        sequence += segment.length;
      }
    }
    assertThat(given).isLessThan(came);
    assertThat(whole).isGreaterThan(3000);
  }

  private Packet segment(int port, byte[] bytes) {
    Packet packet = Packets.tcp(1, "192.0.2.1", port, "192.0.2.2", 53, 0x10, 40 + bytes.length);
    packet.tcpSequence = sequence;
    packet.payloadBytes = bytes.length;
    return packet;
  }

  private byte[] stream() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] message : corpus) {
      out.write(message.length >>> 8);
      out.write(message.length);
      out.writeBytes(message);
    }
    return out.toByteArray();
  }

  private List<byte[]> segments(byte[] stream) {
    List<byte[]> segments = new ArrayList<>();
    for (int at = 0; at < stream.length; ) {
      int end = Math.min(stream.length, at + random.nextInt(1, 400));
      segments.add(Arrays.copyOfRange(stream, at, end));
      at = end;
    }
    return segments;
  }
}
