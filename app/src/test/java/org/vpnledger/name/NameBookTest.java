package org.vpnledger.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.PeerKey;

class NameBookTest {
  @TempDir Path folder;
  private Path file;
  private Instant now = Instant.parse("2026-01-01T10:00:03Z");
  private NameBook book;

  @BeforeEach
  void aBookWithOneFile() {
    file = folder.resolve("wg0.json");
    book = book(new Place(file.toString(), null, false));
  }

  private NameBook book(Place usual) {
    NameBook.Where where = new NameBook.Where(Map.of(), List.of(), true);
    return new NameBook(where, List.of(usual), List::of, () -> now, ZoneOffset.UTC);
  }

  private NameBook book(Map<PeerKey, String> table, Path... files) {
    NameBook.Where where = new NameBook.Where(table, List.of(files), false);
    return new NameBook(where, List::of, () -> now, ZoneOffset.UTC);
  }

  private @Nullable String name(NameBook of, char letter) {
    GivenName name = of.lookup(NameFiles.key(letter));
    return name == null ? null : name.text();
  }

  /** Dated long before now, so that the stamp can be trusted. */
  private void write(Path path, String text) throws IOException {
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(now.minusSeconds(60)));
    now = now.plusSeconds(30);
  }

  private void writeTwoClients() throws IOException {
    write(file, NameFiles.text("two-clients.json"));
    now = Instant.parse("2026-01-01T10:00:03Z");
  }

  @Test
  void a_missing_default_file_is_no_problem_but_a_configured_one_is() {
    assertThat(book.refresh()).isEqualTo(new NameBook.Refresh(false, List.of()));
    NameBook configured = book(Map.of(), file);
    assertThat(configured.refresh().problems())
        .containsExactly(file + ": no such file; no names from it");
    assertThat(configured.refresh().problems()).isEmpty();
  }

  @Test
  void names_come_with_the_first_refresh_and_change_with_the_file() throws IOException {
    writeTwoClients();
    assertThat(name(book, 'A')).isNull();
    assertThat(book.refresh()).isEqualTo(new NameBook.Refresh(true, List.of()));
    assertThat(name(book, 'A')).isEqualTo("Alice");
    assertThat(book.refresh().changed()).isFalse();
    write(file, NameFiles.text("two-clients.json").replace("Alice", "Alicia"));
    assertThat(book.refresh().changed()).isTrue();
    assertThat(name(book, 'A')).isEqualTo("Alicia");
  }

  @Test
  void a_large_file_that_changes_all_the_time_is_not_read_all_the_time() throws IOException {
    String large = NameFiles.text("two-clients.json") + " ".repeat(3 << 20);
    Files.writeString(file, large);
    assertThat(book.refresh().changed()).isTrue();
    Files.writeString(file, large.replace("Alice", "Alicia"));
    now = now.plusSeconds(14);
    assertThat(book.refresh().changed()).isFalse();
    now = now.plusSeconds(1);
    assertThat(book.refresh().changed()).isTrue();
  }

  @Test
  void a_half_written_file_keeps_the_last_good_names() throws IOException {
    writeTwoClients();
    book.refresh();
    write(file, NameFiles.text("two-clients.json").substring(0, 300));
    assertThat(book.refresh())
        .isEqualTo(
            new NameBook.Refresh(
                false,
                List.of(
                    file + ":10:7: a string is not closed; keeping the 2 names read at 10:00:03")));
    assertThat(name(book, 'B')).isEqualTo("JM MacBook Pro");
  }

  @Test
  void the_same_problem_is_told_once_and_another_one_again() throws IOException {
    writeTwoClients();
    book.refresh();
    write(file, "{");
    assertThat(book.refresh().problems()).hasSize(1);
    assertThat(book.refresh().problems()).isEmpty();
    Files.delete(file);
    assertThat(book.refresh().problems())
        .containsExactly(file + ": no such file; keeping the 2 names read at 10:00:03");
    assertThat(book.refresh().problems()).isEmpty();
    writeTwoClients();
    assertThat(book.refresh()).isEqualTo(new NameBook.Refresh(false, List.of()));
    Files.delete(file);
    assertThat(book.refresh().problems()).as("again, after it had been well").hasSize(1);
  }

  @Test
  void an_unchanged_file_is_not_read_again() throws IOException {
    writeTwoClients();
    book.refresh();
    FileTime time = Files.getLastModifiedTime(file);
    String other = NameFiles.text("two-clients.json").replace("Alice", "Boris");
    try (RandomAccessFile inPlace = new RandomAccessFile(file.toFile(), "rw")) {
      inPlace.write(other.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Files.setLastModifiedTime(file, time);
    assertThat(book.refresh().changed()).isFalse();
    Path moved = folder.resolve("new.json");
    Files.writeString(moved, other);
    Files.setLastModifiedTime(moved, time);
    Files.move(moved, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(book.refresh().changed()).as("another inode").isTrue();
  }

  @Test
  void a_file_written_this_very_moment_is_looked_at_again() throws IOException {
    writeTwoClients();
    Files.setLastModifiedTime(file, FileTime.from(now));
    book.refresh();
    Files.writeString(file, NameFiles.text("two-clients.json").replace("Alice", "Boris"));
    Files.setLastModifiedTime(file, FileTime.from(now));
    assertThat(book.refresh().changed()).isTrue();
  }

  @Test
  void the_table_wins_over_files_and_an_earlier_file_over_a_later_one() throws IOException {
    writeTwoClients();
    Path second = folder.resolve("wg1.json");
    write(
        second,
        NameFiles.text("odd.json").replace(NameFiles.key('C').text(), NameFiles.key('B').text()));
    NameBook merged = book(Map.of(NameFiles.key('A'), "Alice at home"), file, second);
    assertThat(merged.refresh().problems())
        .containsExactly(second + ": left out 5 clients without a valid public key or a name");
    assertThat(name(merged, 'A')).isEqualTo("Alice at home");
    assertThat(name(merged, 'B')).isEqualTo("JM MacBook Pro");
    assertThat(name(merged, 'E')).isEqualTo("Éva");
    assertThat(merged.names().values())
        .extracting(GivenName::origin)
        .containsExactlyInAnyOrder("[names]", file + " (wg-easy)", second + " (wg-easy)");
    assertThat(merged.sources())
        .extracting(NameSource::origin)
        .containsExactly("[names]", file + " (wg-easy)", second + " (wg-easy)");
    assertThat(merged.sources().getLast().problem()).startsWith(second + ": left out 5");
  }

  @Test
  void an_oversized_file_or_a_folder_is_refused_without_being_read() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(FileContent.MAX_BYTES + 1);
    }
    assertThat(book.refresh().problems())
        .containsExactly(file + ": larger than 16 MiB; no names from it");
    NameBook ofFolder = book(Map.of(), folder);
    assertThat(ofFolder.refresh().problems())
        .as("a folder of what is too large")
        .containsExactly(file + ": larger than 16 MiB; no names from it");
  }
}
