package org.vpnledger.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpoolTest {
  @TempDir Path folder;

  private Path draft() throws IOException {
    return Files.writeString(Files.createTempFile(folder, "draft", ""), "content");
  }

  @Test
  void finishing_moves_a_draft_to_its_place_and_replaces_nothing() throws IOException {
    Spool spool = new Spool(folder.resolve("a/spool"), Spool::usual);
    Path draft = draft();
    SpooledFile file = spool.finish(draft, "flows/gateway=g/1.csv");
    assertThat(file.bytes()).isEqualTo(7);
    assertThat(draft).doesNotExist();
    assertThat(spool.files()).containsExactly(file);

    Path second = draft();
    assertThatThrownBy(() -> spool.finish(second, "flows/gateway=g/1.csv"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(second).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/a", "a/", "a//b", "../a", "a/../b", ".a", "a/.b", "a\nb", "a\\b", "a/./b"})
  void a_name_that_leads_elsewhere_or_is_hidden_is_refused(String name) throws IOException {
    Path draft = draft();
    assertThatThrownBy(() -> new Spool(folder.resolve("spool"), Spool::usual).finish(draft, name))
        .hasMessageContaining("cannot be the name of a spooled file");
    assertThat(draft).exists();
  }

  @Test
  void a_failure_leaves_the_draft() throws IOException {
    // A file is where a folder should be.
    Spool spool = new Spool(folder.resolve("spool"), Spool::usual);
    spool.finish(draft(), "flows");
    Path draft = draft();
    assertThatThrownBy(() -> spool.finish(draft, "flows/1.csv")).isInstanceOf(IOException.class);
    assertThat(draft).hasContent("content");
  }
}
