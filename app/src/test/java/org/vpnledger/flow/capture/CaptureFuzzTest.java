package org.vpnledger.flow.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vpnledger.flow.Corpus;

/** A file of packets gives packets that lie within it, or is refused in one line. */
final class CaptureFuzzTest {
  private static final int ROUNDS = 250; // a file

  private final RandomGenerator random = new Random(20261129);
  private final List<byte[]> corpus = Corpus.of(CaptureFuzzTest.class, "files.hex");

  @Test
  void every_file_of_the_corpus_has_the_packets_that_it_is_said_to_have() throws IOException {
    List<Integer> counts = new ArrayList<>();
    for (byte[] file : corpus) {
      counts.add(read(file).size());
    }
    assertThat(counts).containsExactly(2, 1, 1, 1, 2, 2, 2, 2, 1);
  }

  @Test
  void mutated_files_are_read_or_refused_in_one_line() throws IOException {
    int packets = 0;
    for (byte[] seed : corpus) {
      for (int round = 0; round < ROUNDS; round++) {
        packets += read(Corpus.mutated(seed, random)).size();
      }
    }
    assertThat(packets).isGreaterThan(corpus.size() * ROUNDS / 4);
  }

  @Test
  void a_file_that_ends_at_any_byte_begins_as_the_whole_one() throws IOException {
    for (byte[] file : corpus) {
      List<Seen> whole = read(file);
      for (int length = 0; length < file.length; length++) {
        List<Seen> cut = read(Arrays.copyOf(file, length));
        assertThat(cut).isEqualTo(whole.subList(0, cut.size()));
      }
    }
  }

  private List<Seen> read(byte[] file) throws IOException {
    List<Seen> packets = new ArrayList<>();
    try {
      long left = PacketFile.read(new Drops(ByteBuffer.wrap(file), random), Seen.sink(packets));
      assertThat(left).isBetween(0L, (long) file.length);
    } catch (CaptureException e) {
      assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContainPattern("\\p{Cntrl}");
    }
    for (Seen packet : packets) {
      assertThat(packet.length()).isGreaterThanOrEqualTo(packet.packet().length() / 2);
      assertThat(packet.timestampNs()).isNotNegative();
      assertThat(packet.etherType()).isBetween(0, 0xffff);
    }
    return packets;
  }

  /** A pipe gives what it has, and that may be little. */
  private record Drops(ByteBuffer bytes, RandomGenerator random) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer into) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int length = Math.min(random.nextInt(1, 100), Math.min(bytes.remaining(), into.remaining()));
      into.put(bytes.slice(bytes.position(), length));
      bytes.position(bytes.position() + length);
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
