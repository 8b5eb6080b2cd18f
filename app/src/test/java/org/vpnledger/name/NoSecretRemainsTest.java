package org.vpnledger.name;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks for the secrets of a names file in a dump of everything that lives on the heap. The test
 * itself must not hold them: a shell draws the keys and searches the dump.
 */
class NoSecretRemainsTest {
  @TempDir Path folder;

  @Test
  void no_private_key_lives_on_after_a_file_was_read() throws Exception {
    shell(WRITE + "printf '%s' '{\"clients\":{\"1\":'\"$client\"'}}' > wg0.json");
    NameBook book = readAndDump();
    assertThat(book.names()).containsValue("Alice");
    assertThat(found("public")).as("the search finds what is there").isPositive();
    assertThat(found("secrets")).isZero();
  }

  @Test
  void no_private_key_lives_on_after_a_broken_file_was_read() throws Exception {
    shell(
        WRITE + "printf '%s' '{\"clients\":{\"1\":'\"$client\"',\"2\" '\"$client\"'}}' > wg0.json");
    NameBook book = readAndDump();
    assertThat(book.names()).isEmpty();
    assertThat(found("secrets")).isZero();
  }

  /** Patterns are the keys' first 24 characters: a part of a secret is one, too. */
  private static final String WRITE =
      """
      key() { head -c32 /dev/urandom | base64; }
      private=$(key); preshared=$(key); public=$(key)
      printf '%s\\n%s\\n' "$private" "$preshared" | cut -c1-24 > secrets
      printf '%s\\n' "$public" | cut -c1-24 > public
      client='{"privateKey":"'$private'","name":"Alice","publicKey":"'$public'","preSharedKey":"'$preshared'"}'
      """;

  private NameBook readAndDump() throws Exception {
    WgEasyFile file = new WgEasyFile(folder.resolve("wg0.json"), true);
    NameBook book = new NameBook(Map.of(), List.of(file), InstantSource.system(), ZoneOffset.UTC);
    NameBook.Refresh refresh = book.refresh();
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(folder.resolve("heap.hprof").toString(), true);
    assertThat(refresh.changed()).isEqualTo(refresh.problems().isEmpty());
    return book;
  }

  /** How often the patterns occur: without zero bytes UTF-16 of both orders looks like Latin-1. */
  private int found(String patterns) throws Exception {
    shell(
        "tr -d '\\000' < heap.hprof | LC_ALL=C grep -a -o -F -f " + patterns + " | wc -l > count");
    return Integer.parseInt(Files.readString(folder.resolve("count")).strip());
  }

  private void shell(String script) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", "set -e\n" + script)
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
