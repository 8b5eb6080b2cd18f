package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Private and preshared keys are dropped where they are read. */
@RequiresLab
@Timeout(90)
final class SecretsTest {
  private static final int DUMPS = 3;
  private static final int MEGABYTE = 1_000_000;

  @Test
  void no_key_is_in_the_store_the_logs_the_output_or_the_memory() throws Exception {
    try (Gateway gateway = Gateway.withPeers(2);
        Ledger ledger = Ledger.over(gateway)) {
      gateway.clients().forEach(client -> gateway.traffic().transfer(client, MEGABYTE, MEGABYTE));
      Books.settle(gateway, ledger);
      for (String command : List.of("status", "usage", "events", "sessions")) {
        ledger.folder().write(command + ".csv", ledger.run(command, "--csv").out());
        ledger.folder().write(command + ".json", ledger.run(command, "--json").out());
      }
      Path heap = ledger.folder().resolve("heap.hprof");
      Map<Path, Set<String>> found = Map.of();
      for (int dump = 0; dump < DUMPS; dump++) {
        // A look that is under way holds its answer until it is read: what remains is in each dump.
        Files.deleteIfExists(heap);
        Heap.dump(ledger.process().pid(), heap);
        found = found(secrets(gateway), ledger.folder());
        if (found.isEmpty()) {
          break;
        }
      }
      assertThat(found).isEmpty();
      // The same search finds what must be there: it looks in the right places.
      String publicKey = "public key";
      assertThat(found(List.of(new Secret(publicKey, gateway.client(0).key())), ledger.folder()))
          .containsKey(heap)
          .containsKey(ledger.folder().resolve("status.json"))
          .anySatisfy((file, forms) -> assertThat(file.toString()).contains("ledger.db"));
      ledger.stop();
      assertThat(found(secrets(gateway), ledger.folder())).isEmpty();
    }
  }

  private static List<Secret> secrets(Gateway gateway) {
    List<Secret> secrets = new ArrayList<>();
    secrets.add(new Secret("the server's private key", gateway.keys().privateKey()));
    for (Client client : gateway.clients()) {
      secrets.add(new Secret("the preshared key of " + client, client.presharedKey()));
    }
    return secrets;
  }

  /** What was found, by the file that it was found in. */
  private static Map<Path, Set<String>> found(List<Secret> secrets, Folder folder) {
    List<Needle> needles = secrets.stream().flatMap(secret -> secret.needles().stream()).toList();
    Map<Path, Set<String>> found = new TreeMap<>();
    for (Path file : folder.files()) {
      Set<String> there = Needle.found(needles, file);
      if (!there.isEmpty()) {
        found.put(file, there);
      }
    }
    return found;
  }
}
