package org.vpnledger.flow.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.flow.sql.FlowQuestion.By;
import org.vpnledger.flow.sql.FlowQuestion.Top;

final class RollupTest {
  @TempDir Path folder;
  private FlowLog log;

  @BeforeEach
  void makeLog() {
    log = new FlowLog(folder);
  }

  private Path sealed(long seed, int count, int hour, int hours, Format format) throws IOException {
    Path journal = log.journal(Dataset.FLOWS, FlowLog.random(seed, count, hour, hours));
    return log.seal(journal, Dataset.FLOWS, format).segments().getFirst();
  }

  private List<Path> hours() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("flows"))) {
      return all.filter(path -> path.getFileName().toString().startsWith("hour="))
          .sorted()
          .toList();
    }
  }

  private void rollUp() throws IOException {
    for (Path hour : hours()) {
      Rollup.rollUp(hour);
    }
  }

  /** What questions that rollups answer are answered over the whole day and over parts of it. */
  private List<String> answers() throws IOException {
    List<String> all = new ArrayList<>();
    for (String[] span :
        new String[][] {
          {"2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z"},
          {"2026-01-31T03:20:00Z", "2026-01-31T05:40:00Z"},
          {"2026-01-31T04:00:00Z", "2026-01-31T05:00:00Z"},
          {"2026-01-31T04:59:59.999999999Z", "2026-01-31T05:00:00.000000001Z"},
        }) {
      try (FlowAnswers asked = log.ask(Instant.parse(span[0]), Instant.parse(span[1]))) {
        for (By by : By.values()) {
          all.addAll(FlowLog.lines(asked.ask(new Top(by, 1000))));
        }
        all.addAll(FlowLog.lines(asked.ask(new FlowQuestion.Host("example.com", 1000))));
        assertThat(asked.problems()).isEmpty();
      }
    }
    return all;
  }

  @Test
  void sums_of_rollups_are_those_of_the_flows_also_when_a_span_cuts_through_hours()
      throws IOException {
    sealed(1, 800, 3, 3, Format.PARQUET);
    sealed(2, 300, 4, 1, Format.CSV_ZSTD);
    sealed(3, 300, 4, 2, Format.CSV_GZIP);
    List<String> raw = answers();

    rollUp();

    assertThat(hours()).allSatisfy(hour -> assertThat(hour.resolve(Rollup.NAME)).exists());
    assertThat(answers()).isEqualTo(raw);
  }

  @Test
  void whole_hours_are_answered_by_rollups_alone() throws IOException {
    sealed(1, 800, 3, 3, Format.PARQUET);
    List<String> raw =
        log.sql("SELECT peer, sum(bytes), sum(flows) FROM hours GROUP BY peer ORDER BY ALL");
    rollUp();
    try (Stream<Path> all = Files.walk(folder.resolve("flows"))) {
      for (Path segment : all.filter(path -> Segment.of(path) != null).toList()) {
        Files.delete(segment); // uploaded, and removed by policy
      }
    }
    assertThat(log.sql("SELECT peer, sum(bytes), sum(flows) FROM hours GROUP BY peer ORDER BY ALL"))
        .isEqualTo(raw);
  }

  @Test
  void segments_that_come_late_are_counted_once_before_and_after_the_next_rollup()
      throws IOException {
    sealed(1, 200, 3, 1, Format.PARQUET);
    rollUp();
    Path late = sealed(2, 200, 3, 1, Format.CSV_ZSTD);
    List<String> once = answers();
    assertThat(log.sql("SELECT sum(flows) FROM hours")).containsExactly("400");

    assertThat(Rollup.rollUp(parent(late))).isTrue();
    assertThat(answers()).isEqualTo(once);
    assertThat(Rollup.rollUp(parent(late))).as("nothing is new").isFalse();
    rollUp();
    assertThat(log.sql("SELECT sum(flows) FROM hours")).containsExactly("400");
  }

  @Test
  void a_segment_whose_journal_is_still_there_is_in_no_rollup_and_is_counted_once()
      throws IOException {
    Path journal = log.journal(Dataset.FLOWS, FlowLog.random(1, 200, 3, 1));
    byte[] bytes = Files.readAllBytes(journal);
    Path segment = log.seal(journal, Dataset.FLOWS, Format.PARQUET).segments().getFirst();
    Files.write(journal, bytes); // the crash was before it was deleted

    assertThat(Rollup.rollUp(parent(segment))).isFalse();
    assertThat(log.sql("SELECT sum(flows) FROM hours")).containsExactly("200");

    // Sealed and rolled up between the moments at which a question copied it and listed the rest.
    Files.delete(journal);
    rollUp();
    Files.write(journal, bytes);
    assertThat(log.sql("SELECT sum(flows) FROM hours")).containsExactly("200");
  }

  @Test
  void a_damaged_rollup_is_told_and_made_anew() throws IOException {
    Path segment = sealed(1, 200, 3, 1, Format.PARQUET);
    rollUp();
    Path rollup = segment.resolveSibling(Rollup.NAME);
    Files.write(rollup, java.util.Arrays.copyOf(Files.readAllBytes(rollup), 700));
    try (FlowAnswers answers = log.ask()) {
      assertThat(FlowLog.lines(answers.sql("SELECT sum(flows) FROM hours"))).containsExactly("200");
      assertThat(answers.problems())
          .containsExactly(rollup + ": is damaged, the hour's segments are read instead");
    }
    assertThat(Rollup.rollUp(parent(segment))).isTrue();
    assertThat(log.sql("SELECT sum(flows) FROM hours")).containsExactly("200");
  }

  @Test
  void the_service_port_is_the_lower_one_and_else_the_one_that_is_not_the_peers()
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (String[] flow :
        new String[][] {
          {"rx", "6", "40000", "443"},
          {"tx", "6", "443", "40000"},
          {"rx", "6", "22", "50000"},
          {"rx", "17", "40000", "51820"},
          {"tx", "17", "51820", "40000"},
          {"rx", "17", "123", "123"},
          {"rx", "1", "", "2048"},
          {"rx", "6", "", "80"},
          {"rx", "47", "", ""},
          {"rx", "6", "-1", "-1"},
        }) {
      long at = FlowLog.ns("2026-01-31T03:00:00Z") + lines.size();
      lines.add(
          "%d,%d,gw1,wg0,k,,%s,%s,10.8.0.2,%s,192.0.2.1,%s,,1,1,0"
              .formatted(at, at, flow[0], flow[1], flow[2], flow[3]));
    }
    log.seal(log.journal(Dataset.FLOWS, lines), Dataset.FLOWS, Format.PARQUET);
    assertThat(log.sql("SELECT port FROM flows ORDER BY start_ns"))
        .containsExactly("443", "443", "22", "51820", "51820", "123", "-", "80", "-", "-");
  }

  @Test
  void only_the_folder_of_an_hour_is_rolled_up() {
    assertThatThrownBy(() -> Rollup.rollUp(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no folder of an hour");
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent());
  }
}
