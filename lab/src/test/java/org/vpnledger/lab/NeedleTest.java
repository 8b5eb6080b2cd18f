package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NeedleTest {
  private final Random random = new Random(1);
  private final byte[] raw = random(32);
  private final Secret secret = new Secret("the key", Base64.getEncoder().encodeToString(raw));

  @TempDir private Path folder = Path.of("");

  @Test
  void a_secret_is_found_in_every_form_wherever_it_lies() throws IOException {
    String hex = HexFormat.of().formatHex(raw);
    List<byte[]> forms =
        List.of(
            raw,
            hex.getBytes(StandardCharsets.US_ASCII),
            hex.getBytes(StandardCharsets.UTF_16BE),
            HexFormat.of().withUpperCase().formatHex(raw).getBytes(StandardCharsets.UTF_16LE),
            secret.base64().getBytes(StandardCharsets.US_ASCII));
    for (byte[] form : forms) {
      // The search reads a mebibyte at a time: before, at, across and after that border.
      for (int at : new int[] {0, (1 << 20) - 140, (1 << 20) - 7, 1 << 20, 3_000_000}) {
        assertThat(found(form, at)).as("%d bytes at %d", form.length, at).hasSize(1);
      }
    }
  }

  @Test
  void half_a_secret_is_found_and_none_is_not() throws IOException {
    assertThat(found(HexFormat.of().formatHex(raw, 16, 32).getBytes(StandardCharsets.US_ASCII), 99))
        .containsExactly("the key (hex)");
    assertThat(found(random(32), 99)).isEmpty();
  }

  @Test
  void a_secret_that_a_program_holds_is_found_in_its_memory() {
    Path heap = folder.resolve("heap.hprof");
    Heap.dump(ProcessHandle.current().pid(), heap);
    assertThat(Needle.found(secret.needles(), heap))
        .containsExactly("the key (base64)", "the key (raw)");
    Secret other = new Secret("never", Base64.getEncoder().encodeToString(random(32)));
    assertThat(Needle.found(other.needles(), heap)).isEmpty();
  }

  private Iterable<String> found(byte[] form, int at) throws IOException {
    byte[] hay = random(at + form.length + random.nextInt(100));
    System.arraycopy(form, 0, hay, at, form.length);
    Path file = Files.write(folder.resolve("hay"), hay);
    return Needle.found(secret.needles(), file);
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
