package org.vpnledger.flow.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.flow.sql.FlowQuestion.By;
import org.vpnledger.flow.sql.FlowQuestion.Top;
import org.vpnledger.spool.FolderStore;

/** Questions over what is here and what was uploaded. */
final class StoredFlowFilesTest {
  private static final Instant DAY = FlowLog.DAY;
  private static final Instant NEXT = DAY.plusSeconds(86_400);

  @TempDir Path folder;
  private FlowLog log;
  private Path bucket;
  private FolderStore store;

  @BeforeEach
  void make() throws IOException {
    log = new FlowLog(Files.createDirectory(folder.resolve("flow")));
    bucket = Files.createDirectory(folder.resolve("bucket"));
    store = new FolderStore(bucket);
  }

  private List<Path> sealed(long seed, int hour, int hours) throws IOException {
    Path journal = log.journal(Dataset.FLOWS, FlowLog.random(seed, 500, hour, hours));
    return log.seal(journal, Dataset.FLOWS, Format.PARQUET).segments();
  }

  private void upload(Path file, String name) throws IOException {
    Path to = bucket.resolve(log.root.relativize(file)).resolveSibling(name);
    Files.createDirectories(to.resolveSibling(".").normalize());
    Files.copy(file, to);
  }

  private void move(Path file) throws IOException {
    upload(file, file.getFileName().toString());
    Files.delete(file);
  }

  private StoredFlowFiles both(long mostBytes) throws IOException {
    return new StoredFlowFiles(new LocalFlowFiles(log.root), store, mostBytes);
  }

  private static List<String> answers(FlowFiles files, Instant from, Instant to) {
    List<String> all = new ArrayList<>();
    try (FlowAnswers answers = FlowAnswers.open(files, from, to)) {
      for (By by : By.values()) {
        all.addAll(FlowLog.lines(answers.ask(new Top(by, 1000))));
      }
      all.addAll(FlowLog.lines(answers.sql("SELECT count(*), sum(bytes) FROM flows")));
      assertThat(answers.problems()).isEmpty();
    }
    return all;
  }

  private List<String> local() throws IOException {
    return answers(new LocalFlowFiles(log.root), DAY, NEXT);
  }

  private List<String> stored() throws IOException {
    try (StoredFlowFiles files = both(1L << 30)) {
      return answers(files, DAY, NEXT);
    }
  }

  private List<String> fetched() {
    return store.calls().stream().filter(call -> call.startsWith("get ")).toList();
  }

  @Test
  void a_file_here_in_the_store_or_in_both_is_counted_once() throws IOException {
    List<Path> first = sealed(1, 3, 2);
    List<Path> second = sealed(2, 4, 1);
    sealed(3, 5, 1);
    log.journal(Dataset.FLOWS, FlowLog.random(4, 50, 6, 1));
    List<String> before = local();

    for (Path file : first) {
      upload(file, file.getFileName().toString());
    }
    for (Path file : second) {
      move(file);
    }

    assertThat(stored()).isEqualTo(before);
    assertThat(fetched()).hasSize(second.size());
    assertThat(local()).isNotEqualTo(before);
  }

  @Test
  void only_the_dates_asked_for_are_listed_and_only_their_hours_fetched() throws IOException {
    for (Path file : sealed(1, 0, 48)) {
      move(file);
    }
    try (StoredFlowFiles files = both(1L << 30);
        FlowAnswers answers =
            FlowAnswers.open(files, DAY.plusSeconds(3600), DAY.plusSeconds(3 * 3600))) {
      FlowLog.lines(answers.ask(new Top(By.PEER, 10)));
    }
    assertThat(store.calls().stream().filter(call -> call.startsWith("list ")))
        .containsExactly(
            "list flows/gateway=gw0/date=2026-01-31/", "list flows/gateway=gw1/date=2026-01-31/");
    assertThat(fetched())
        .hasSize(4)
        .allMatch(call -> call.contains("/hour=01/") || call.contains("/hour=02/"));
  }

  @Test
  void where_rollups_answer_no_segment_is_fetched_whatever_their_names() throws IOException {
    List<Path> files = new ArrayList<>(sealed(1, 3, 1));
    List<Path> hours = files.stream().map(Path::getParent).toList();
    for (Path hour : hours) {
      Rollup.rollUp(hour);
      upload(hour.resolve(Rollup.NAME), Rollup.NAME);
    }
    files.addAll(sealed(2, 3, 1));
    for (Path hour : hours) {
      Rollup.rollUp(hour); // it holds what the one before it holds, and more
      upload(hour.resolve(Rollup.NAME), "rollup~0123456789ab.parquet");
      Files.delete(hour.resolve(Rollup.NAME));
    }
    List<String> before = local();
    for (Path file : files) {
      move(file);
    }

    try (StoredFlowFiles both = both(1L << 30);
        FlowAnswers answers = FlowAnswers.open(both, DAY, NEXT)) {
      assertThat(FlowLog.lines(answers.sql("SELECT sum(flows) FROM hours")))
          .containsExactly("1000");
    }
    assertThat(fetched()).hasSize(4).allMatch(call -> call.contains("/rollup"));
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void a_file_that_is_uploaded_while_it_is_asked_about_is_taken_from_the_store()
      throws IOException {
    List<Path> files = sealed(1, 3, 2);
    sealed(2, 4, 1);
    try (StoredFlowFiles both = both(1L << 30);
        FlowAnswers answers = FlowAnswers.open(both, DAY, NEXT)) {
      List<String> before = FlowLog.lines(answers.ask(new Top(By.ADDRESS, 100)));
      for (Path file : files) {
        move(file);
      }
      assertThat(FlowLog.lines(answers.ask(new Top(By.ADDRESS, 100)))).isEqualTo(before);
      assertThat(answers.problems()).isEmpty();
    }
  }

  @Test
  void what_is_more_than_may_be_fetched_is_told_and_not_fetched() throws IOException {
    for (Path file : sealed(1, 0, 24)) {
      move(file);
    }
    try (StoredFlowFiles files = both(1000);
        FlowAnswers answers = FlowAnswers.open(files, DAY, NEXT)) {
      assertThatThrownBy(() -> answers.ask(new Top(By.PEER, 10)))
          .isInstanceOf(FlowProblem.class)
          .hasMessageMatching(
              "the answer needs 48 files of 1 MB from the store, 1 MB may be fetched:"
                  + " ask about a shorter time, or let more be fetched");
    }
    assertThat(fetched()).isEmpty();
  }

  @Test
  void what_was_fetched_is_gone_afterwards() throws IOException {
    for (Path file : sealed(1, 3, 1)) {
      move(file);
    }
    Path scratch;
    try (StoredFlowFiles files = both(1L << 30)) {
      scratch = files.folders().getLast();
      answers(files, DAY, NEXT);
      assertThat(scratch.resolve("flows")).isDirectory();
    }
    assertThat(scratch).doesNotExist();
    assertThat(store.calls()).endsWith("close");
  }

  @Test
  void keys_that_are_none_of_ours_are_left_alone() throws IOException {
    List<Path> files = sealed(1, 3, 1);
    List<String> before = local();
    for (Path file : files) {
      move(file);
    }
    for (String key :
        List.of(
            "flows/gateway=*/date=2026-01-31/hour=03/1.parquet",
            "flows/gateway=[a]/date=2026-01-31/hour=03/1.parquet",
            "flows/gateway=x/date=2026-01-31/hour=03/deep/1.parquet",
            "flows/gateway=x/date=2026-01-31/hour=99/1.parquet",
            "flows/gateway=x/date=2026-01-31/1.parquet",
            "flows/gateway=x/date=2026-01-31/hour=03/readme.txt",
            "other/1.parquet")) {
      Path file = bucket.resolve(key);
      Files.createDirectories(file.resolveSibling(".").normalize());
      Files.writeString(file, "hostile");
    }
    assertThat(stored()).isEqualTo(before);
  }
}
