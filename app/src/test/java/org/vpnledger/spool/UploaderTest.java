package org.vpnledger.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class UploaderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final ToldLines told = new ToldLines();
  private FolderStore store;
  private Spool spool;

  @BeforeEach
  void folders() throws IOException {
    store = new FolderStore(Files.createDirectory(folder.resolve("store")));
    spool = new Spool(folder.resolve("spool"), Spool::usual);
  }

  private static SpoolPolicy policy(boolean keep, long mostBytes, int mostFiles) {
    return new SpoolPolicy(keep, mostBytes, mostFiles, Duration.ofMillis(5), Duration.ofMillis(50));
  }

  private Uploader uploader(SpoolPolicy policy) {
    return new Uploader(spool, () -> store, policy, told, InstantSource.system());
  }

  private SpooledFile finish(String name, String content) throws IOException {
    Path draft = Files.createTempFile(folder, "draft", "");
    Files.writeString(draft, content);
    return spool.finish(draft, name);
  }

  private void upload(SpoolPolicy policy) throws Exception {
    try (Uploader uploader = uploader(policy)) {
      uploader.start();
      assertThat(uploader.awaitEmpty(PATIENCE)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(FolderStore.Point.class)
  void whatever_fails_where_a_file_is_put_once_under_its_own_key(FolderStore.Point point)
      throws Exception {
    finish("flows/hour=07/1.parquet", "flows");
    store.failOnceAt(point, StoreException.Kind.UNAVAILABLE);
    upload(policy(false, 1000, 10));
    assertThat(store.keys()).containsExactly("flows/hour=07/1.parquet");
    assertThat(store.content("flows/hour=07/1.parquet")).asString(UTF_8).isEqualTo("flows");
    assertThat(store.calls()).containsOnlyOnce("put flows/hour=07/1.parquet");
    assertThat(told.lines())
        .containsExactly(
            "failing failed " + point, "uploaded flows/hour=07/1.parquet", "recovered");
    assertThat(spool.root().resolve("flows")).doesNotExist();
  }

  @Test
  void the_oldest_goes_first_and_what_is_unfinished_or_not_wanted_stays() throws Exception {
    finish("b.csv", "older");
    Files.setLastModifiedTime(
        spool.path("b.csv"), java.nio.file.attribute.FileTime.fromMillis(1000));
    finish("a.csv", "newer");
    for (String name : new String[] {"open/x.csv", "rejected/x.csv", "h/rollup.parquet"}) {
      finish(name, "stays");
    }
    Files.writeString(spool.path(".hidden"), "stays");
    Files.createDirectory(spool.path(".dir"));
    Files.writeString(spool.path(".dir/x"), "stays");
    Files.createSymbolicLink(spool.path("link.csv"), folder.resolve("store"));
    upload(policy(false, 1000, 10));
    assertThat(told.lines()).containsExactly("uploaded b.csv", "uploaded a.csv");
    assertThat(spool.path("h/rollup.parquet")).exists();
  }

  @Test
  void a_kept_file_is_remembered_and_not_even_asked_for_again() throws Exception {
    finish("kept.csv", "content");
    upload(policy(true, 1000, 10));
    Files.writeString(spool.path(".uploaded"), "7 torn", java.nio.file.StandardOpenOption.APPEND);
    int calls = store.calls().size();
    upload(policy(true, 1000, 10));
    assertThat(store.calls()).hasSize(calls);
    assertThat(spool.path("kept.csv")).exists();
    assertThat(spool.path(".uploaded")).hasContent("7 kept.csv\n");

    Files.delete(spool.path("kept.csv")); // by its retention
    finish("other.csv", "x");
    upload(policy(true, 1000, 10));
    assertThat(spool.path(".uploaded")).hasContent("1 other.csv\n");
  }

  @Test
  void a_file_that_is_needed_here_is_uploaded_once_and_goes_when_it_is_not() throws Exception {
    AtomicBoolean needed = new AtomicBoolean(true);
    spool = new Spool(spool.root(), Spool::usual, name -> needed.get());
    finish("flows/1.parquet", "content");
    try (Uploader uploader = uploader(policy(false, 1000, 10))) {
      uploader.start();
      assertThat(uploader.awaitEmpty(PATIENCE)).isTrue();
      assertThat(spool.path("flows/1.parquet")).exists();
      needed.set(false);
      uploader.look();
      for (int i = 0; i < 200 && Files.exists(spool.path("flows/1.parquet")); i++) {
        Thread.sleep(20);
      }
      assertThat(spool.path("flows/1.parquet")).doesNotExist();
      assertThat(uploader.state().uploadedFiles()).isEqualTo(1);
    }
    assertThat(store.calls()).containsOnlyOnce("put flows/1.parquet");
  }

  @Test
  void after_a_restart_what_is_needed_is_not_asked_for_and_what_is_not_goes() throws Exception {
    AtomicBoolean needed = new AtomicBoolean(true);
    spool = new Spool(spool.root(), Spool::usual, name -> needed.get());
    finish("flows/1.parquet", "content");
    upload(policy(false, 1000, 10));
    int calls = store.calls().size();
    upload(policy(false, 1000, 10));
    assertThat(store.calls()).hasSize(calls);
    needed.set(false);
    upload(policy(false, 1000, 10));
    assertThat(spool.path("flows/1.parquet")).doesNotExist();
    assertThat(store.calls()).containsOnlyOnce("put flows/1.parquet");
  }

  @Test
  void a_list_of_kept_files_that_is_lost_costs_a_look_and_no_upload() throws Exception {
    finish("kept.csv", "content");
    upload(policy(true, 1000, 10));
    Files.delete(spool.path(".uploaded"));
    upload(policy(true, 1000, 10));
    assertThat(store.calls()).containsOnlyOnce("put kept.csv");
    assertThat(spool.path(".uploaded")).hasContent("7 kept.csv\n");
  }

  @Test
  void a_store_that_says_nothing_of_contents_is_read_back() throws Exception {
    store.forgetNotes();
    finish("a.csv", "content");
    upload(policy(false, 1000, 10));
    assertThat(store.calls()).containsSubsequence("put a.csv", "head a.csv", "get a.csv");
    finish("a.csv", "CONTENT"); // of the same size
    upload(policy(false, 1000, 10));
    assertThat(store.content("a.csv")).asString(UTF_8).isEqualTo("content");
    assertThat(store.keys()).hasSize(2);
  }

  @Test
  void what_else_is_under_the_key_is_left_and_told_and_the_other_name_is_the_same_each_time()
      throws Exception {
    finish("flows/1.csv.zst", "one");
    upload(policy(false, 1000, 10));
    finish("flows/1.csv.zst", "other");
    store.failOnceAt(FolderStore.Point.AFTER_SECOND_HEAD, StoreException.Kind.UNAVAILABLE);
    upload(policy(false, 1000, 10));
    String other =
        Uploader.otherKey(
            "flows/1.csv.zst",
            Checksum.of(new java.io.ByteArrayInputStream("other".getBytes(UTF_8))));
    assertThat(other).matches("flows/1~[0-9a-f]{12}\\.csv\\.zst");
    assertThat(store.keys()).containsExactlyInAnyOrder("flows/1.csv.zst", other);
    assertThat(store.content("flows/1.csv.zst")).asString(UTF_8).isEqualTo("one");
    assertThat(store.calls()).containsOnlyOnce("put " + other);
    assertThat(told.lines()).contains("occupied flows/1.csv.zst " + other);
  }

  @Test
  void one_file_that_is_refused_holds_up_no_other() throws Exception {
    store.refuse("bad.csv");
    finish("bad.csv", "x");
    Files.setLastModifiedTime(
        spool.path("bad.csv"), java.nio.file.attribute.FileTime.fromMillis(1000));
    finish("good.csv", "y");
    try (Uploader uploader = uploader(policy(false, 1000, 10))) {
      uploader.start();
      assertThat(uploader.awaitEmpty(Duration.ofMillis(500))).isFalse();
      assertThat(store.keys()).containsExactly("good.csv");
      assertThat(uploader.state().waitingFiles()).isEqualTo(1);
      store.refuse("");
      assertThat(uploader.awaitEmpty(PATIENCE)).isTrue();
    }
    assertThat(told.lines())
        .containsExactly(
            "failing refused bad.csv", "uploaded good.csv", "uploaded bad.csv", "recovered");
  }

  @Test
  void denied_access_opens_the_store_anew() throws Exception {
    store.failOnceAt(FolderStore.Point.BEFORE_PUT, StoreException.Kind.DENIED);
    finish("a.csv", "x");
    upload(policy(false, 1000, 10));
    assertThat(store.calls())
        .containsExactly("head a.csv", "close", "head a.csv", "put a.csv", "head a.csv", "close");
  }

  @Test
  void what_is_too_much_is_dropped_oldest_first_and_told_in_bytes_and_in_files() throws Exception {
    for (int i = 1; i <= 5; i++) {
      finish(i + ".csv", "1234567890");
      Files.setLastModifiedTime(
          spool.path(i + ".csv"), java.nio.file.attribute.FileTime.fromMillis(i * 1000L));
    }
    store.failOnceAt(FolderStore.Point.BEFORE_PUT, StoreException.Kind.UNAVAILABLE);
    try (Uploader uploader = uploader(policy(false, 35, 10))) {
      uploader.start();
      assertThat(uploader.awaitEmpty(PATIENCE)).isTrue();
      assertThat(uploader.state().droppedBytes()).isEqualTo(20);
      assertThat(uploader.state().droppedFiles()).isEqualTo(2);
      assertThat(uploader.state().failedAttempts()).isEqualTo(1);
      assertThat(uploader.state().lastSuccess()).isPresent();
    }
    assertThat(told.lines()).startsWith("dropped 1.csv 1", "dropped 2.csv 2");
    assertThat(store.keys()).containsExactly("3.csv", "4.csv", "5.csv");
  }

  @Test
  void files_that_are_kept_count_towards_no_limit() throws Exception {
    for (int i = 1; i <= 5; i++) {
      finish(i + ".csv", "1234567890");
      upload(policy(true, 15, 1));
    }
    assertThat(told.lines()).noneMatch(line -> line.startsWith("dropped"));
    assertThat(spool.path("1.csv")).exists();
  }

  @Test
  void without_a_file_no_store_is_opened() throws Exception {
    Uploader idle =
        new Uploader(
            spool,
            () -> {
              throw new AssertionError("opened");
            },
            policy(false, 10, 10),
            told,
            InstantSource.system());
    try (idle) {
      idle.start();
      assertThat(idle.awaitEmpty(PATIENCE)).isTrue();
    }
    assertThat(told.lines()).isEmpty();
  }

  @Test
  void two_uploaders_do_not_share_a_spool() throws Exception {
    try (Uploader first = uploader(policy(false, 10, 10));
        Uploader second = uploader(policy(false, 10, 10))) {
      first.start();
      assertThatThrownBy(second::start).hasMessageEndingWith("another program uploads these files");
    }
    try (Uploader third = uploader(policy(false, 10, 10))) {
      third.start();
    }
  }

  @Test
  void a_file_that_is_finished_while_it_runs_is_uploaded_at_once() throws Exception {
    try (Uploader uploader = uploader(policy(false, 1000, 10))) {
      uploader.start();
      assertThat(uploader.awaitEmpty(PATIENCE)).isTrue();
      finish("now.csv", "x");
      assertThat(uploader.awaitEmpty(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(store.keys()).containsExactly("now.csv");
  }
}
