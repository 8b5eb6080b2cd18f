package org.vpnledger.flow.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SandboxTest {
  @TempDir Path folder;
  private FlowLog log;

  @BeforeEach
  void makeLog() throws IOException {
    log = new FlowLog(folder.resolve("flow"));
    log.seal(
        log.journal(Dataset.FLOWS, FlowLog.random(1, 20, 3, 1)), Dataset.FLOWS, Format.PARQUET);
    Files.writeString(folder.resolve("secret"), "secret\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_blob('/proc/self/environ')",
        "SELECT * FROM read_text('FLOW/../secret')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
        "SELECT * FROM read_parquet('https://example.com/x.parquet')",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM enable_logging(storage='file', storage_path='FLOW/log')",
        "SELECT * FROM enable_profiling(save_location='FLOW/profile')",
        "COPY flows TO 'FLOW/copy.csv'",
        "COPY (SELECT 1) TO '/tmp/vpnledger-copy.csv'",
        "ATTACH 'FLOW/database' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '8GB'",
        "SET threads = 64",
        "RESET enable_external_access",
        "PRAGMA enable_profiling",
        "CREATE TABLE mine AS SELECT 1",
        "EXPORT DATABASE 'FLOW/export'",
        "DROP VIEW flows",
        "CALL enable_logging()",
        "SELECT 1; COPY flows TO 'FLOW/copy.csv'",
        "SELECT 1; SELECT 2",
        "SELECT 1) TO 'FLOW/copy.csv' --",
        "SELECT 1 ; -- \n DROP VIEW flows",
        "",
        "-- nothing",
        "EXPLAIN ANALYZE COPY flows TO 'FLOW/copy.csv'",
      })
  void a_statement_reads_the_flow_log_and_nothing_else(String select) throws IOException {
    List<String> before = files();
    String asked = select.replace("FLOW", log.root.toString());
    assertThatThrownBy(() -> log.sql(asked))
        .isInstanceOf(FlowProblem.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").doesNotContain("root:"));
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM flows",
        "SELECT count(*) FROM flows;",
        "FROM flows SELECT count(*) -- all of them",
        "WITH f AS (FROM flows) SELECT count(*) FROM f",
        "(SELECT count(*) FROM flows) ORDER BY 1 LIMIT 1",
      })
  void one_select_is_answered_however_it_is_written(String select) throws IOException {
    assertThat(log.sql(select)).containsExactly("20");
  }

  @Test
  void values_come_as_their_kinds() throws IOException {
    try (FlowAnswers answers = log.ask()) {
      Answer answer =
          answers.sql(
              "SELECT 1 AS n, 1.5 AS d, sum(bytes) AS h, true AS b, 'x' AS t, NULL AS nothing,"
                  + " to_timestamp(0) AS at, 170141183460469231731687303715884105727 AS huge,"
                  + " [1, 2] AS l, DATE '2026-01-31' AS day, 'y' AS t FROM flows");
      assertThat(answer.fields().stream().map(field -> field.kind().toString()).toList())
          .containsExactly(
              "NUMBER", "DECIMAL", "NUMBER", "FLAG", "TEXT", "TEXT", "TIME", "NUMBER", "TEXT",
              "TEXT", "TEXT");
      assertThat(FlowLog.lines(answer).getFirst())
          .startsWith("1|1.5|")
          .endsWith(
              "|true|x|-|1970-01-01T00:00:00Z|170141183460469231731687303715884105727|[1, 2]|2026-01-31|y");
    }
  }

  @Test
  void a_mistake_is_told_in_one_line() {
    assertThatThrownBy(() -> log.sql("SELECT nam FROM flows"))
        .isInstanceOf(FlowProblem.class)
        .hasMessageContaining("nam");
    assertThatThrownBy(() -> log.sql("SELEC 1"))
        .isInstanceOf(FlowProblem.class)
        .hasMessageContaining("SELEC");
  }

  @Test
  void nothing_is_left_where_it_computed() throws IOException {
    Path scratch;
    try (Duck duck = Duck.open(64, 1)) {
      scratch = duck.scratch();
      assertThat(scratch).isDirectory();
    } catch (java.sql.SQLException e) {
      throw new IOException(e);
    }
    assertThat(scratch).doesNotExist();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).sorted().toList();
    }
  }
}
