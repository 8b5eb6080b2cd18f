package org.vpnledger.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.config.EnvironmentFile.Assignment;

/**
 * Whatever is in such a file, it becomes assignments or problems of one line, with their places.
 */
class EnvironmentFileFuzzTest {
  private static final int MUTATIONS = 20_000;
  private static final byte[] TELLING =
      "\n\r\t =#;'\"\\$`aA0_-\u0000".getBytes(StandardCharsets.UTF_8);

  private final RandomGenerator random = new Random(20261120);

  @ParameterizedTest
  @ValueSource(strings = {"wg-monitor", "vpnledger"})
  void mutated_files_are_read_within_bounds(String seed) throws IOException {
    byte[] bytes;
    try (var in = Objects.requireNonNull(getClass().getResourceAsStream(seed))) {
      bytes = in.readAllBytes();
    }
    List<String> none = new ArrayList<>();
    assertThat(EnvironmentFile.parse("f", text(bytes), none)).hasSizeGreaterThan(4);
    assertThat(none).isEmpty();
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      String text = text(mutate(bytes));
      List<String> problems = new ArrayList<>();
      List<Assignment> found = EnvironmentFile.parse("f", text, problems);
      long lines = text.chars().filter(c -> c == '\n').count() + 1;
      for (Assignment one : found) {
        assertThat(one.name()).matches("[A-Za-z_][A-Za-z0-9_]*");
        assertThat(one.value().length()).isLessThanOrEqualTo(text.length());
        assertThat(one.at().line()).isBetween(1, (int) lines);
        assertThat(one.at().column()).isPositive();
      }
      assertThat(problems).allMatch(line -> line.matches("f:\\d+:\\d+: [ -~]+"));
      refused += problems.isEmpty() ? 0 : 1;
    }
    assertThat(refused).isBetween(MUTATIONS / 100, MUTATIONS - MUTATIONS / 100);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] mutate(byte[] seed) {
    byte[] bytes =
        Arrays.copyOf(seed, random.nextInt(4) == 0 ? random.nextInt(seed.length) : seed.length);
    for (int i = random.nextInt(1, 6); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] =
          random.nextBoolean() ? TELLING[random.nextInt(TELLING.length)] : (byte) random.nextInt();
    }
    return bytes;
  }
}
