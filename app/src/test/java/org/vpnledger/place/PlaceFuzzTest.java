package org.vpnledger.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.vpn.Address;

/** Whatever a database or a service says, it is facts within bounds, or one line. */
class PlaceFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final int FILES = 2_000;

  @TempDir Path temporary;
  private final Random random = new Random(20261129);

  private static List<String> corpus(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(PlaceFuzzTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void an_answer_of_a_service_is_facts_or_one_line() throws IOException {
    List<String> corpus = corpus("lookups.txt");
    int understood = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String seed = corpus.get(round % corpus.size());
      byte[] answer = round < corpus.size() ? bytes(seed) : mutated(bytes(seed));
      try {
        requireBounds(Layout.read(JsonRecord.parse(answer)));
        understood++;
      } catch (IOException e) {
        assertThat(e.getMessage()).startsWith("answered with ").doesNotContain("\n");
      }
    }
    assertThat(understood).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void a_database_is_refused_or_gives_facts_and_never_anything_worse() throws IOException {
    List<String> corpus = corpus("databases.hex");
    Path path = temporary.resolve("odd.mmdb");
    int opened = 0;
    for (int round = 0; round < FILES; round++) {
      byte[] seed = HexFormat.of().parseHex(corpus.get(round % corpus.size()));
      Files.write(path, round < corpus.size() ? seed : mutated(seed));
      try (Mmdb database = Mmdb.open(path)) {
        opened++;
        for (String text : List.of("192.0.2.1", "192.0.2.130", "203.0.113.1", "2001:db8::1")) {
          look(database, Objects.requireNonNull(Address.parse(text)));
        }
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      }
    }
    assertThat(opened).isGreaterThan(FILES / 10);
  }

  private static void look(Mmdb database, Address address) {
    try {
      Map<?, ?> record = database.lookup(address);
      if (record != null) {
        requireBounds(Layout.read(record));
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Facts go into tables, logs and pages. */
  private static void requireBounds(Facts facts) {
    assertThat(facts.toString().codePoints())
        .hasSizeLessThan(2_000)
        .noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2028);
    if (facts.country() != null) {
      assertThat(facts.country()).matches("[A-Z]{2}");
    }
    if (facts.latitude() != null) {
      assertThat(facts.latitude()).isBetween(-90.0, 90.0);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] mutated(byte[] seed) {
    byte[] odd =
        random.nextInt(4) == 0 ? Arrays.copyOf(seed, random.nextInt(seed.length)) : seed.clone();
    for (int flips = random.nextInt(6); flips > 0 && odd.length > 0; flips--) {
      odd[random.nextInt(odd.length)] = (byte) random.nextInt(256);
    }
    return odd;
  }
}
