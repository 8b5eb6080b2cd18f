package org.vpnledger.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What is signed cannot be changed, and whatever is given is read or refused. */
final class SignedHeadTest {
  private static final Head HEAD =
      new Head(
          "0b54f2ae-0000-4000-8000-000000000000",
          "Gateway é",
          4711,
          new Chain().beginning("x"),
          Instant.parse("2026-01-31T10:00:00Z"));

  private final SigningKey key = SigningKey.generate();
  private final String file = SignedHead.of(HEAD, key).toFile();

  @Test
  void a_head_is_read_as_it_was_written() {
    SignedHead read = Objects.requireNonNull(SignedHead.parse(file));
    assertThat(read.head()).isEqualTo(HEAD);
    assertThat(read.key()).isEqualTo(key.verifying());
    assertThat(read.isGenuine()).isTrue();
  }

  @Test
  void no_character_of_it_can_be_changed() {
    for (int i = 0; i < file.length() - 1; i++) {
      char other = file.charAt(i) == '7' ? '8' : '7';
      String changed = file.substring(0, i) + other + file.substring(i + 1);
      SignedHead read = SignedHead.parse(changed);
      assertThat(read == null || !read.isGenuine()).as(changed).isTrue();
    }
  }

  @Test
  void whatever_it_is_given_it_reads_or_refuses() {
    RandomGenerator random = new Random(4);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(file);
      for (int n = random.nextInt(1, 4); n > 0 && !text.isEmpty(); n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, (char) random.nextInt(0x3000));
          default -> text.setLength(Math.max(1, at));
        }
      }
      SignedHead read = SignedHead.parse(text.toString());
      if (read == null || !read.isGenuine()) {
        refused++;
      } else {
        assertThat(read.head()).isEqualTo(HEAD);
      }
    }
    assertThat(refused).isGreaterThan(15_000);
  }

  @Test
  void keys_are_read_back_and_others_are_refused() {
    SigningKey read = SigningKey.parse(key.toPem());
    assertThat(read.verifying()).isEqualTo(key.verifying());
    assertThat(VerifyingKey.parse(key.verifying().toPem())).isEqualTo(key.verifying());
    assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.parse("no key"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningKey.parse(key.toPem().replaceFirst("M", "*")));
    assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.parse(key.toPem()));
  }
}
