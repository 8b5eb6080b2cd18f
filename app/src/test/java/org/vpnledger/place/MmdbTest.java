package org.vpnledger.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.vpn.Address;

@Timeout(20)
class MmdbTest {
  private static final Instant BUILT = Instant.parse("2026-05-01T00:00:00Z");

  @TempDir Path temporary;

  private static Address address(String text) {
    return Objects.requireNonNull(Address.parse(text));
  }

  private MmdbFile filled(int version, int bits) {
    MmdbFile file =
        new MmdbFile("Test-City", version, bits, BUILT)
            .put("192.0.2.0/24", Records.berlin())
            .put("192.0.2.128/25", Records.vienna())
            .put("198.51.100.7/32", Map.of("long", "x".repeat(300), "flag", true, "float", 1.5f))
            .put("203.0.113.0/24", Map.of("big", 1L << 40, "text", "é€😀", "none", 0));
    return version == 4 ? file : file.put("2001:db8::/32", Records.sydney());
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 28, 32})
  void every_address_has_the_record_that_maxminds_own_reader_finds(int bits) throws Exception {
    for (int version : new int[] {4, 6}) {
      Path path = filled(version, bits).write(temporary.resolve("v" + version + ".mmdb"));
      try (Mmdb ours = Mmdb.open(path);
          Reader theirs = new Reader(path.toFile())) {
        for (String text :
            new String[] {
              "192.0.2.1",
              "192.0.2.127",
              "192.0.2.128",
              "192.0.3.0",
              "198.51.100.7",
              "198.51.100.8",
              "203.0.113.255",
              "0.0.0.0",
              "255.255.255.255",
              "2001:db8::1",
              "2001:db9::1"
            }) {
          if (version == 4 && text.contains(":")) {
            assertThat(ours.lookup(address(text))).isNull();
            continue;
          }
          @Nullable Object expected = theirs.get(InetAddress.ofLiteral(text), Map.class);
          assertThat(plain(ours.lookup(address(text))))
              .as(text + " in " + bits + " bits of version " + version)
              .isEqualTo(plain(expected));
        }
        assertThat(ours.type()).isEqualTo("Test-City");
        assertThat(ours.built()).isEqualTo(BUILT);
      }
    }
  }

  /** Numbers of all widths as they are written, keys in order. */
  private static String plain(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((key, inner) -> sorted.put(String.valueOf(key), plain(inner)));
        yield sorted.toString();
      }
      case List<?> list -> list.stream().map(MmdbTest::plain).toList().toString();
      case null, default -> String.valueOf(value);
    };
  }

  @Test
  void what_is_no_database_is_refused_with_the_reason() throws Exception {
    assertThatThrownBy(() -> Mmdb.open(temporary.resolve("none"))).hasMessage("no such file");
    assertThatThrownBy(() -> Mmdb.open(temporary)).hasMessage("is a folder: name a file");
    Path empty = Files.createFile(temporary.resolve("empty"));
    assertThatThrownBy(() -> Mmdb.open(empty)).hasMessageContaining("is no database");
    Path text = Files.writeString(temporary.resolve("text"), "country,city\n".repeat(100_000));
    assertThatThrownBy(() -> Mmdb.open(text)).hasMessageContaining("is no database");
    Path pipe = temporary.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(5, TimeUnit.SECONDS))
        .isTrue();
    assertThatThrownBy(() -> Mmdb.open(pipe)).hasMessage("is no ordinary file");
  }

  @Test
  void a_file_that_is_cut_short_while_in_use_is_told_and_harms_nothing() throws Exception {
    MmdbFile large = filled(6, 32);
    for (int i = 0; i < 3000; i++) {
      large.put("10.%d.%d.0/24".formatted(i >> 8, i & 255), Map.of("number", i, "text", "t" + i));
    }
    Path path = large.write(temporary.resolve("cut.mmdb"));
    try (Mmdb database = Mmdb.open(path)) {
      assertThat(database.lookup(address("10.11.100.1"))).isNotNull();
      Files.write(path, new byte[0]);
      assertThatThrownBy(() -> database.lookup(address("10.11.100.1")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cut short");
    }
  }

  @Test
  void a_record_that_says_it_is_endless_or_a_part_of_itself_ends() throws Exception {
    byte[] bytes = filled(6, 24).bytes();
    Path path = temporary.resolve("loop.mmdb");
    int records = indexOf(bytes, new byte[16]) + 16;
    byte[][] harmful = {
      {(byte) 0xe1, 0x41, 'a', 0x20, 0x00}, // a map whose value is the map
      {0x1f, 0x04, (byte) 0xff, (byte) 0xff, (byte) 0xff}, // an array of 16 million
      {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff}, // a map of 16 million
      {0x20, 0x00}, // a pointer to itself
      {0x04, 0x04, 0x20, 0x00, 0x20, 0x00, 0x20, 0x00, 0x20, 0x00}, // an array of four of itself
      {0x5f, (byte) 0xff, (byte) 0xff, (byte) 0xff} // a text of 16 million
    };
    for (byte[] value : harmful) {
      byte[] changed = bytes.clone();
      System.arraycopy(value, 0, changed, records, value.length);
      Files.write(path, changed);
      try (Mmdb database = Mmdb.open(path)) {
        assertThatThrownBy(() -> database.lookup(address("192.0.2.1")))
            .isInstanceOf(BrokenDatabaseException.class);
      }
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length < bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("not there");
  }

  @Test
  void flipped_bytes_and_cut_files_are_refused_or_give_some_record_and_never_anything_worse()
      throws Exception {
    byte[] bytes = filled(6, 28).bytes();
    Random random = new Random(7);
    Path path = temporary.resolve("odd.mmdb");
    int opened = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] odd = bytes.clone();
      if (round % 3 == 0) {
        odd = Arrays.copyOf(odd, random.nextInt(odd.length));
      } else {
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
          odd[random.nextInt(odd.length)] = (byte) random.nextInt(256);
        }
      }
      Files.write(path, odd);
      try (Mmdb database = Mmdb.open(path)) {
        opened++;
        for (String text :
            new String[] {"192.0.2.1", "192.0.2.200", "203.0.113.1", "2001:db8::1"}) {
          look(database, text);
        }
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(opened).isGreaterThan(100);
  }

  private static void look(Mmdb database, String text) {
    try {
      Map<?, ?> record = database.lookup(address(text));
      if (record != null) {
        assertThat(Layout.read(record)).isNotNull();
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
