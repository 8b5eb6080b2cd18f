package org.vpnledger.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.PeerKey;

/** Whatever peers are called, a page can be read back, and says what they are called. */
class MetricsFuzzTest {
  private static final String[] TELLING = {
    "\"",
    "\\",
    "\n",
    "\r",
    "}",
    "{",
    ",",
    "=",
    "\u0000",
    "\u2028",
    "\ud83d\ude00",
    "\ud800",
    "é",
    "# EOF\n",
    "\\n",
    "\" 1\nup 1\n",
    "a",
    " "
  };

  private final RandomGenerator random = new Random(20261128);

  private String text(int most) {
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      text.append(TELLING[random.nextInt(TELLING.length)]);
    }
    return text.toString();
  }

  /** As UTF-8 has it: half a character is a question mark; and a NUL is replaced. */
  private static String asWritten(String text) {
    String utf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return utf8.replace('\u0000', '\ufffd');
  }

  @Test
  void hostile_names_and_keys_are_read_back_as_they_are() {
    for (int round = 0; round < 300; round++) {
      String name = text(12);
      PeerKey key = new PeerKey(text(8));
      Office office = new Office();
      office.read("kernel", "wg0", new Office.Shown(key, 7, 9, null, null, List.of()));
      office.name("kernel", "wg0", key, name);
      for (String dialect : List.of("mindflavor", "mdlayher", "wgportal", "vpnledger")) {
        Scraped page = Scraped.read(office.text(dialect, Format.PROMETHEUS));
        assertThat(page.samples())
            .as("%s with %s", dialect, name)
            .anyMatch(sample ->
                sample.labels().containsValue(asWritten(name))
                    && sample.labels().containsValue(asWritten(key.text())));
      }
      Scraped.read(office.text("guide", Format.PROMETHEUS));
    }
  }

  @Test
  void a_mebibyte_of_networks_does_not_break_the_format() {
    List<String> networks = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      networks.add("10.%d.%d.0/24".formatted(i >> 8, i & 255));
    }
    Office office = new Office();
    office.read("kernel", "wg0", new Office.Shown(Office.ANN, 1, 2, null, null, networks));
    Scraped page = Scraped.read(office.text("mindflavor", Format.PROMETHEUS));
    assertThat(page.of("wireguard_sent_bytes_total").getFirst().labels().get("allowed_ips"))
        .hasSizeGreaterThan(800_000)
        .endsWith("10.234.95.0/24");
    assertThat(
            Scraped.read(office.text("mdlayher", Format.PROMETHEUS))
                .of("wireguard_peer_allowed_ips_info"))
        .hasSize(60_000);
    String packed =
        unpacked(Office.Page.bytes(office.pages().page("mindflavor", Format.PROMETHEUS, true)));
    assertThat(packed).isEqualTo(office.text("mindflavor", Format.PROMETHEUS));
  }

  private static String unpacked(byte[] gzip) {
    try {
      return new String(
          new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void lines_of_any_bytes_in_chunks_of_any_size_are_packed_so_that_they_can_be_unpacked()
      throws IOException {
    for (int round = 0; round < 400; round++) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      List<byte[]> chunks = new ArrayList<>();
      int count = random.nextInt(12);
      byte[] line = new byte[random.nextInt(round % 7 == 0 ? 40_000 : 300)];
      random.nextBytes(line);
      for (int i = 0; i < count; i++) {
        byte[] chunk = chunk(line);
        chunks.add(chunk);
        whole.writeBytes(chunk);
      }
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      LineGzip.of(chunks).forEach(packed::writeBytes);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray())).readAllBytes())
          .isEqualTo(whole.toByteArray());
    }
  }

  /** Lines that are nearly alike, of bytes of every value. */
  private byte[] chunk(byte[] line) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    int lines = random.nextInt(40);
    for (int i = 0; i < lines; i++) {
      byte[] next = line.clone();
      for (int change = random.nextInt(5); change > 0 && next.length > 0; change--) {
        next[random.nextInt(next.length)] = (byte) random.nextInt(256);
      }
      chunk.writeBytes(next);
      for (int quote = random.nextInt(3); quote > 0; quote--) {
        chunk.write('"');
      }
      if (random.nextInt(9) > 0) {
        chunk.write('\n');
      }
    }
    return chunk.toByteArray();
  }
}
