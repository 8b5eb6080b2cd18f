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
import org.vpnledger.vpn.GivenName;

/**
 * Looks for the secrets of a names file in a dump of everything that lives on the heap. The test
 * itself must not hold them: a shell draws the keys and searches the dump.
 */
class NoSecretRemainsTest {
  @TempDir Path folder;

  @Test
  void no_private_key_lives_on_after_a_file_was_read() throws Exception {
    shell(WRITE + "printf '%s' '{\"clients\":{\"1\":'\"$client\"'}}' > wg0.json");
    NameBook book = readAndDump("wg0.json");
    assertThat(book.names().values()).extracting(GivenName::text).containsExactly("Alice");
    assertThat(found("public")).as("the search finds what is there").isPositive();
    assertThat(found("secrets")).isZero();
  }

  @Test
  void no_private_key_lives_on_after_a_broken_file_was_read() throws Exception {
    shell(
        WRITE + "printf '%s' '{\"clients\":{\"1\":'\"$client\"',\"2\" '\"$client\"'}}' > wg0.json");
    NameBook book = readAndDump("wg0.json");
    assertThat(book.names()).isEmpty();
    assertThat(found("secrets")).isZero();
  }

  @Test
  void no_private_key_lives_on_after_a_configuration_was_read() throws Exception {
    shell(
        WRITE
            + """
            cat > wg0.conf <<END
            [Interface]
            PrivateKey = $private
            # PrivateKey = $private

            # $preshared
            # Name = Alice
            [Peer]
            # friendly_json = {"device":"$private","secret":"$preshared"}
            PublicKey = $public
            PresharedKey = $preshared
            x $preshared 1 2
            END
            """);
    NameBook book = readAndDump("wg0.conf");
    assertThat(book.names().values()).extracting(GivenName::text).containsExactly("Alice");
    assertThat(found("public")).isPositive();
    assertThat(found("secrets")).isZero();
  }

  @Test
  void no_private_key_lives_on_after_a_client_of_wireguard_ui_was_read() throws Exception {
    shell(
        WRITE
            + "printf '%s' '{\"private_key\":\"'$private'\",\"public_key\":\"'$public'\","
            + "\"preshared_key\":\"'$preshared'\",\"name\":\"Alice\"}' > client.json");
    NameBook book = readAndDump("client.json");
    assertThat(book.names().values()).extracting(GivenName::text).containsExactly("Alice");
    assertThat(found("public")).isPositive();
    assertThat(found("secrets")).isZero();
  }

  @Test
  void no_private_key_lives_on_after_what_is_no_names_file_was_read() throws Exception {
    shell(WRITE + "printf 'PrivateKey = %s\n%s\n' $private $preshared > wg0.conf");
    NameBook book = readAndDump("wg0.conf");
    assertThat(book.names()).isEmpty();
    assertThat(found("secrets")).isZero();
  }

  /** Of the heap alone: SQLite's own memory, which it frees as it is, is none of it. */
  @Test
  void no_private_key_lives_on_after_the_database_of_wg_easy_was_read() throws Exception {
    shell(WRITE + "printf '%s\n' $private $preshared $public > keys");
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WgEasy.class.getName())
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(tool.waitFor()).isZero();
    NameBook book = readAndDump("wg-easy.db");
    assertThat(book.names().values()).extracting(GivenName::text).containsExactly("Alice");
    assertThat(found("public")).isPositive();
    assertThat(found("secrets")).isZero();
  }

  /** Writes the database in a process of its own, which leaves it as if it had been killed. */
  static final class WgEasy {
    private WgEasy() {}

    public static void main(String[] args) throws Exception {
      java.util.List<String> keys = Files.readAllLines(Path.of("keys"));
      var tool = java.sql.DriverManager.getConnection("jdbc:sqlite:wg-easy.db");
      try (var statement = tool.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute(
            "CREATE TABLE clients_table (name TEXT, private_key TEXT, public_key TEXT,"
                + " pre_shared_key TEXT)");
      }
      try (var insert =
          tool.prepareStatement("INSERT INTO clients_table VALUES ('Alice', ?, ?, ?)")) {
        insert.setString(1, keys.get(0));
        insert.setString(2, keys.get(2));
        insert.setString(3, keys.get(1));
        insert.execute();
      }
      Runtime.getRuntime().halt(0);
    }
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

  private NameBook readAndDump(String file) throws Exception {
    NameBook.Where where = new NameBook.Where(Map.of(), List.of(folder.resolve(file)), false);
    NameBook book = new NameBook(where, List::of, InstantSource.system(), ZoneOffset.UTC);
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
