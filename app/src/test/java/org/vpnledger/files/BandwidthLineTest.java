package org.vpnledger.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.store.ImportedReading;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.PeerKey;

class BandwidthLineTest {
  private static final Instant AT = Instant.ofEpochSecond(1759954165);
  private static final PeerKey KEY = new PeerKey("R49dHwwD...");
  private static final Counters COUNTERS = new Counters(23462368, 353708940);

  @Test
  void the_line_of_the_example_is_written_to_the_byte() {
    assertThat(write("JM MacBook Pro", null))
        .isEqualTo(
            "1759954165,2025-10-08 22:09:25,R49dHwwD...,JM MacBook Pro,"
                + "23462368,353708940,22.38,337.32,359.70\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ann",
        "Smith, John",
        "a,1,2,3.0",
        "the \"big\" one",
        "\"quoted\"",
        "=cmd|' /C calc'!A0",
        "+49 30",
        "-",
        "@home",
        "😀 phone",
        "事務所",
        "#1",
        "O'Neill"
      })
  void what_is_written_is_read_back(String name) {
    for (Counters used : new Counters[] {null, new Counters(7, 8)}) {
      assertThat(read(write(name, used))).isEqualTo(new ImportedReading(AT, KEY, name, COUNTERS));
    }
  }

  @Test
  void a_client_without_a_name_is_unknown() {
    assertThat(write(null, null)).contains(",Unknown,");
    assertThat(read(write(null, null))).extracting(ImportedReading::name).isNull();
  }

  @Test
  void names_end_no_line_and_start_no_formula() {
    assertThat(write("a\nb\r\u001b[31m\u2028", null).strip()).doesNotContain("\n", "\r", "\u001b");
    assertThat(write("=1+1", null)).contains(",'=1+1,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Smith, John", "a,1,2,3.0", "\"half", "\"Joe\" Mac", "5\" disk, old"})
  void the_seeds_logger_quotes_nothing_and_is_understood(String name) {
    ImportedReading reading =
        BandwidthLine.parse("1759954165,2025-10-08 22:09:25,KEY," + name + ",1,2,0.00,0.00,0.00");
    assertThat(reading)
        .isEqualTo(new ImportedReading(AT, new PeerKey("KEY"), name, new Counters(1, 2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",,,,,,,,",
        "unix_timestamp,datetime,public_key,client_name,rx_bytes,tx_bytes,rx_mb,tx_mb,total_mb",
        "-1,t,KEY,n,1,2,0.00,0.00,0.00",
        "1,t,,n,1,2,0.00,0.00,0.00",
        "1,t,KEY,n,-1,2,0.00,0.00,0.00",
        "1,t,KEY,n,99999999999999999999,2,0.00,0.00,0.00",
        "999999999999999999,t,KEY,n,1,2,0.00,0.00,0.00",
        "1,t,KEY,n,1,2,a,b,c",
        "\"",
        "=== Bandwidth ==="
      })
  void what_is_no_reading_is_left_out(String line) {
    assertThat(BandwidthLine.parse(line)).isNull();
  }

  /** Seeded: a failure names the line that did it. */
  @Test
  void no_line_makes_it_fail_and_what_is_read_survives_writing() throws IOException {
    List<String> corpus = corpus();
    Random random = new Random(20251008);
    for (int i = 0; i < 30_000; i++) {
      String line = mutated(corpus.get(random.nextInt(corpus.size())), random);
      ImportedReading reading = BandwidthLine.parse(line);
      if (reading != null) {
        String again =
            BandwidthLine.format(
                reading.at(),
                ZoneId.of("UTC"),
                reading.key(),
                reading.name(),
                reading.counters(),
                null);
        assertThat(again.indexOf('\n')).as(line).isEqualTo(again.length() - 1);
        assertThat(read(again).counters()).as(line).isEqualTo(reading.counters());
      }
    }
  }

  private static List<String> corpus() throws IOException {
    try (InputStream in = BandwidthLineTest.class.getResourceAsStream("corpus.log")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static String mutated(String line, Random random) {
    String hostile = ",,\"\"\n\r\0\u001b'=-+@.0123456789\ud800\u202e\uffff ";
    StringBuilder text = new StringBuilder(line);
    for (int n = random.nextInt(4); n >= 0; n--) {
      int at = random.nextInt(text.length() + 1);
      char c = hostile.charAt(random.nextInt(hostile.length()));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, c);
        case 1 -> text.setLength(at);
        case 2 -> text.insert(at, line);
        default -> text.replace(at, Math.min(text.length(), at + 3), String.valueOf(c));
      }
    }
    return text.toString();
  }

  private static String write(@Nullable String name, @Nullable Counters used) {
    return BandwidthLine.format(AT, ZoneId.of("Europe/Paris"), KEY, name, COUNTERS, used);
  }

  private static ImportedReading read(String line) {
    assertThat(line).endsWith("\n");
    ImportedReading reading = BandwidthLine.parse(line.substring(0, line.length() - 1));
    if (reading == null) {
      throw new AssertionError("not read back: " + line);
    }
    return reading;
  }
}
