package org.vpnledger.kernel.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Text is a condition that the kernel takes, or is refused in one line; nothing worse. */
final class FilterParserFuzzTest {
  private static final int ROUNDS = 500; // a filter
  private static final String TELLING = "()!&|/-.:%0 9f\t\n\u0000\u202e\u00e9";

  private final RandomGenerator random = new Random(20261129);
  private final byte[] packet = Datagram.of(0, 8).bytes();
  private List<String> corpus = List.of();

  @BeforeEach
  void readCorpus() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(FilterParserFuzzTest.class.getResourceAsStream("filters.txt"))) {
      corpus =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
    }
  }

  @Test
  void every_filter_of_the_corpus_is_one() {
    assertThat(corpus).isNotEmpty().allMatch(this::isFilter);
  }

  @Test
  void mutated_filters_are_read_or_refused_in_one_line() {
    int read = 0;
    for (String seed : corpus) {
      for (int round = 0; round < ROUNDS; round++) {
        read += isFilter(mutated(seed)) ? 1 : 0;
      }
    }
    assertThat(read).isGreaterThan(corpus.size() * ROUNDS / 50);
  }

  @Test
  void two_filters_over_one_another_are_read_or_refused_in_one_line() {
    for (String first : corpus) {
      for (String second : corpus) {
        for (int at = 0; at <= first.length(); at += 4) {
          isFilter(first.substring(0, at) + second.substring(random.nextInt(second.length())));
        }
      }
    }
  }

  private boolean isFilter(String text) {
    try {
      PacketFilter filter = PacketFilter.of(text, random.nextBoolean());
      assertThat(filter.program().row()).isNotEmpty().hasSizeLessThanOrEqualTo(4096);
      filter.wants(MemorySegment.ofArray(packet), 0, packet.length);
      return true;
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).hasSizeLessThan(220).doesNotContainPattern("\\p{Cntrl}");
      return false;
    }
  }

  /** One to three changes: a telling character, a deletion, a word twice or elsewhere. */
  private String mutated(String seed) {
    StringBuilder text = new StringBuilder(seed);
    for (int n = random.nextInt(1, 4); n > 0 && !text.isEmpty(); n--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(1, 12));
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, TELLING.charAt(random.nextInt(TELLING.length())));
        case 1 -> text.insert(at, TELLING.charAt(random.nextInt(TELLING.length())));
        case 2 -> text.delete(at, end);
        case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        default -> text.setLength(at);
      }
    }
    return text.toString();
  }
}
