package org.vpnledger.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What reaches the log of what a script says. */
class ErrorOutputTest {
  private static List<String> lines(byte[] said) throws IOException {
    ErrorOutput output = new ErrorOutput();
    ByteArrayInputStream in = new ByteArrayInputStream(said);
    while (output.takeAvailable(in)) {
      assertThat(in.available()).isNotNegative();
    }
    assertThat(in.available()).isZero();
    return output.lines();
  }

  private static List<String> lines(String said) throws IOException {
    return lines(said.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void lines_are_kept_without_what_a_log_would_obey() throws IOException {
    assertThat(lines("one\n\n\ttwo\u001b[2J\r\nthr\u00e9e"))
        .containsExactly("one", " two\ufffd[2J", "thr\u00e9e");
  }

  @Test
  void the_first_lines_and_bytes_are_enough() throws IOException {
    assertThat(lines("x\n".repeat(20))).hasSize(20);
    assertThat(lines("x\n".repeat(21))).hasSize(21).endsWith("(the rest is left out)");
    assertThat(lines("x".repeat(1 << 20)))
        .containsExactly("x".repeat(4096), "(the rest is left out)");
  }

  @Test
  void bytes_at_random_are_read_to_their_end_and_give_harmless_lines() throws IOException {
    Random random = new Random(8);
    for (int round = 0; round < 2_000; round++) {
      byte[] said = new byte[random.nextInt(9_000)];
      random.nextBytes(said);
      List<String> lines = lines(said);
      assertThat(lines).hasSizeLessThanOrEqualTo(21);
      assertThat(lines)
          .allMatch(line -> !line.isEmpty() && line.chars().noneMatch(Character::isISOControl));
    }
  }
}
