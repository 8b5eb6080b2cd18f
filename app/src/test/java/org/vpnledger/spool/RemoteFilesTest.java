package org.vpnledger.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RemoteFilesTest {
  @TempDir Path folder;
  private FolderStore store;
  private Instant now = Instant.parse("2026-11-29T07:00:00Z");

  @BeforeEach
  void objects() throws IOException {
    store = new FolderStore(Files.createDirectory(folder.resolve("store")));
    for (String key : List.of("flows/date=1/a", "flows/date=1/b", "flows/date=2/c", "other/d")) {
      Path file = Files.writeString(folder.resolve("draft"), key + "!");
      store.put(key, file, Checksum.of(file));
    }
  }

  private RemoteFiles files(long mostBytes) {
    return new RemoteFiles(store, folder.resolve("cache"), mostBytes, () -> now);
  }

  private List<String> cached() throws IOException {
    Path cache = folder.resolve("cache");
    try (var all = Files.walk(cache)) {
      return all.filter(Files::isRegularFile)
          .map(file -> cache.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void files_of_some_folders_are_listed_fetched_once_and_lie_under_their_keys() throws IOException {
    RemoteFiles files = files(1000);
    List<StoredObject> found = files.list(List.of("flows/date=2", "flows/date=1/"));
    assertThat(found)
        .extracting(StoredObject::key)
        .containsExactly("flows/date=1/a", "flows/date=1/b", "flows/date=2/c");
    List<Path> copies = files.fetch(found);
    assertThat(copies.getFirst()).hasContent("flows/date=1/a!");
    assertThat(files.fetch(found)).isEqualTo(copies);
    assertThat(store.calls().stream().filter(call -> call.startsWith("get "))).hasSize(3);
  }

  @Test
  void what_was_used_longest_ago_makes_room() throws IOException {
    RemoteFiles files = files(32);
    List<StoredObject> found = files.list(List.of("flows"));
    files.fetch(found.subList(0, 1));
    now = now.plusSeconds(10);
    files.fetch(found.subList(1, 2));
    now = now.plusSeconds(10);
    files.fetch(found.subList(0, 1));
    now = now.plusSeconds(10);
    files.fetch(found.subList(2, 3));
    assertThat(cached()).containsExactly("flows/date=1/a", "flows/date=2/c");
    assertThatThrownBy(() -> files.fetch(found))
        .hasMessage(
            "3 files of 45 bytes are needed, the cache holds 32: ask for less time, or enlarge it");
  }

  @Test
  void what_arrives_damaged_or_is_half_there_is_not_taken() throws IOException {
    RemoteFiles files = files(1000);
    List<StoredObject> found = files.list(List.of("flows/date=2"));
    Files.createDirectories(folder.resolve("cache/flows/date=2"));
    Files.writeString(folder.resolve("cache/flows/date=2/c"), "half");
    assertThat(files.fetch(found).getFirst()).hasContent("flows/date=2/c!");

    Files.write(folder.resolve("store/flows/date=1/a"), "flows/date=1/X!".getBytes(UTF_8));
    List<StoredObject> damaged = files.list(List.of("flows/date=1")).subList(0, 1);
    assertThatThrownBy(() -> files.fetch(damaged)).hasMessage("flows/date=1/a: arrived damaged");
    assertThat(cached()).containsExactly("flows/date=2/c");
  }

  @Test
  void a_key_that_leads_out_of_the_folder_is_not_fetched() {
    StoredObject evil = new StoredObject("../../evil", 1, now, "", "");
    assertThatThrownBy(() -> files(10).fetch(List.of(evil))).isInstanceOf(IOException.class);
  }
}
