package org.vpnledger.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile bytes give names within bounds or the one refusal, never anything else. */
class NameParsersFuzzTest {
  private static final int MUTATIONS = 4_000; // of each file
  private static final String TELLING = "{}[]\"':,\\#= \n\r\t\0()+-/";
  private static final List<String> OTHERS = List.of("pivpn.conf", "peers.toml", "client.json");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two-clients.json",
        "odd.json",
        "client.json",
        "clients.txt",
        "peers.toml",
        "wg-easy.conf",
        "pivpn.conf",
        "exporter.conf",
        "wireguard-ui.conf",
        "wgdashboard.conf",
        "installers.conf",
        "plain.conf"
      })
  void mutated_files_are_read_within_bounds_or_refused(String file) throws IOException {
    Random random = new Random(file.hashCode());
    byte[] seed = NameFiles.bytes(file);
    int understood = 0;
    for (int round = 0; round < MUTATIONS; round++) {
      byte[] bytes = mutated(seed, random);
      try {
        ParsedNames parsed = NamesFile.parse("fuzz", bytes);
        if (parsed != null) {
          understood += parsed.names().isEmpty() ? 0 : 1;
          check(parsed, bytes.length, file + " " + round);
        }
      } catch (NameFileException e) {
        assertThat(e).hasNoCause();
        assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(120);
      }
    }
    assertThat(understood).isPositive();
  }

  private static void check(ParsedNames parsed, int length, String round) {
    assertThat(parsed.names().size()).as(round).isLessThanOrEqualTo(length / 44);
    parsed
        .names()
        .forEach((key, name) -> {
          assertThat(WireGuardKey.isValid(key.text())).as(round).isTrue();
          assertThat(DisplayName.clean(name)).as(round).isEqualTo(name);
        });
  }

  private static byte[] mutated(byte[] seed, Random random) throws IOException {
    byte[] bytes = seed.clone();
    for (int change = random.nextInt(1, 5); change > 0; change--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1, 2 -> bytes[at] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
        case 3 -> bytes = Arrays.copyOf(bytes, Math.max(at, 1));
        case 4 -> {
          byte[] other = NameFiles.bytes(OTHERS.get(random.nextInt(OTHERS.size())));
          int from = random.nextInt(other.length);
          int count =
              Math.min(random.nextInt(1, 200), Math.min(other.length - from, bytes.length - at));
          System.arraycopy(other, from, bytes, at, count);
        }
        default -> {
          int from = random.nextInt(bytes.length);
          int count = Math.min(random.nextInt(1, 90), bytes.length - Math.max(from, at));
          System.arraycopy(bytes, from, bytes, at, count);
        }
      }
    }
    return bytes;
  }
}
