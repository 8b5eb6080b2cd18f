package org.vpnledger.flow.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SealingTest {
  private static final String ALL = "SELECT COLUMNS(*)::VARCHAR FROM flows ORDER BY ALL";

  @TempDir Path folder;
  private FlowLog log;

  @BeforeEach
  void makeLog() {
    log = new FlowLog(folder);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void answers_are_the_same_before_and_after_sealing(Format format) throws IOException {
    Path journal = log.journal(Dataset.FLOWS, FlowLog.random(1, 500, 3, 3));
    List<String> before = log.sql(ALL);

    Sealing.Sealed sealed = log.seal(journal, Dataset.FLOWS, format);

    assertThat(before).hasSize(500);
    assertThat(log.sql(ALL)).isEqualTo(before);
    assertThat(sealed.rows()).isEqualTo(500);
    assertThat(sealed.segments())
        .hasSize(6)
        .allMatch(file -> file.toString().endsWith(format.extension()));
    assertThat(journal).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void sealing_again_after_a_crash_gives_the_same_files_and_counts_nothing_twice(Format format)
      throws IOException {
    Path journal = log.journal(Dataset.FLOWS, FlowLog.random(2, 300, 3, 2));
    byte[] bytes = Files.readAllBytes(journal);
    List<String> before = log.sql(ALL);
    log.seal(journal, Dataset.FLOWS, format);
    Map<Path, List<Byte>> first = files();

    // A crash before the journal was deleted, after each number of its segments.
    List<Path> segments = List.copyOf(first.keySet());
    for (int kept = 0; kept <= segments.size(); kept++) {
      Files.write(journal, bytes);
      for (Path lost : segments.subList(kept, segments.size())) {
        Files.delete(folder.resolve(lost));
        Files.writeString(
            folder.resolve(lost).resolveSibling("." + lost.getFileName() + ".tmp"), "half");
      }
      assertThat(log.sql(ALL)).as("with %d segments there", kept).isEqualTo(before);
      assertThat(segments)
          .allMatch(segment -> Sealing.isUnfinished(folder, segment.toString()))
          .noneMatch(
              segment -> Sealing.isUnfinished(folder, "dns/" + segment.getFileName().toString()));

      log.seal(journal, Dataset.FLOWS, format);

      assertThat(files()).isEqualTo(first);
      assertThat(log.sql(ALL)).isEqualTo(before);
      assertThat(segments).noneMatch(segment -> Sealing.isUnfinished(folder, segment.toString()));
    }
  }

  @Test
  void a_torn_last_line_is_cut_off_and_told() throws IOException {
    Path journal = log.journal(Dataset.FLOWS, FlowLog.random(3, 10, 3, 1));
    String torn = FlowLog.random(4, 1, 3, 1).getFirst();
    Files.writeString(journal, torn.substring(0, torn.length() - 1), StandardOpenOption.APPEND);

    assertThat(log.sql("SELECT count(*) FROM flows")).containsExactly("10");
    Sealing.Sealed sealed = log.seal(journal, Dataset.FLOWS, Format.PARQUET);

    assertThat(sealed.torn()).isTrue();
    assertThat(sealed.rows()).isEqualTo(10);
    assertThat(
            log.sql(
                "SELECT DISTINCT decode(key), decode(value) FROM parquet_kv_metadata('"
                    + sealed.segments().getFirst()
                    + "') ORDER BY ALL"))
        .containsExactly(
            "captured|12",
            "dropped|0",
            "journal|1769817600000000001",
            "rejected|0",
            "rows|10",
            "torn|1");
  }

  @Test
  void lines_that_are_no_rows_go_elsewhere_and_cost_no_other() throws IOException {
    List<String> lines = new ArrayList<>(FlowLog.random(6, 4, 3, 1));
    lines.add(1, "not a row");
    lines.add(3, lines.getFirst().replace(",gw", ",\"gw")); // a quote that nobody closes
    lines.add(lines.getFirst().replaceFirst("^\\d+", "-5"));
    lines.add(lines.getFirst().replaceFirst("^\\d+", "99999999999999999999"));
    lines.add(lines.getFirst().replaceFirst(",27$", ",99999"));
    Path journal = log.journal(Dataset.FLOWS, lines);
    Files.write(journal, new byte[] {'1', ',', (byte) 0xff, '\n'}, StandardOpenOption.APPEND);

    Sealing.Sealed sealed = log.seal(journal, Dataset.FLOWS, Format.PARQUET);

    assertThat(sealed.rows()).isEqualTo(4);
    assertThat(sealed.rejected()).isEqualTo(6);
    assertThat(Files.readAllBytes(folder.resolve("rejected/flows-1769817600000000001.csv")))
        .startsWith("not a row\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .endsWith((byte) 0xff, (byte) '\n');
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void hostile_text_comes_back_as_it_was(Format format) throws IOException {
    List<String> names =
        List.of(
            "a,b",
            "say \"\"hi\"\"",
            "two\nlines",
            "=cmd()",
            "# no comment",
            "a#b",
            "'; DROP TABLE x",
            "ünï 🜁",
            "\t",
            "\\n");
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      lines.add(
          FlowLog.flow(
              "2026-01-31T03:00:00Z",
              "k",
              "\"" + name + "\"",
              "rx",
              "10.8.0.2",
              1,
              "192.0.2.1",
              2,
              "",
              1,
              1));
    }
    log.seal(log.journal(Dataset.FLOWS, lines), Dataset.FLOWS, format);

    assertThat(log.sql("SELECT name FROM flows"))
        .containsExactlyInAnyOrderElementsOf(
            names.stream().map(name -> name.replace("\"\"", "\"")).toList());
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void no_gateways_name_leads_out_of_the_folder(Format format) throws IOException {
    List<String> names =
        List.of(
            "../../etc",
            "/abs",
            "..",
            ".",
            "",
            "a/b",
            "a*[x]?",
            "%",
            "%2E",
            "x".repeat(300),
            "x".repeat(299) + "y",
            "gw'1",
            "Gw=1");
    List<String> lines =
        names.stream()
            .map(name ->
                FlowLog.random(7, 1, 3, 1)
                    .getFirst()
                    .replaceFirst(
                        ",gw\\d,", "," + java.util.regex.Matcher.quoteReplacement(name) + ","))
            .toList();
    Sealing.Sealed sealed = log.seal(log.journal(Dataset.FLOWS, lines), Dataset.FLOWS, format);

    assertThat(sealed.segments()).hasSize(names.size()).doesNotHaveDuplicates();
    Path flows = folder.resolve("flows");
    assertThat(sealed.segments())
        .allSatisfy(file -> {
          assertThat(file.normalize()).isEqualTo(file).startsWith(flows);
          assertThat(flows.relativize(file).getNameCount()).isEqualTo(4);
        });
    assertThat(log.sql("SELECT coalesce(gateway, '') FROM flows"))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void every_data_set_is_sealed() throws IOException {
    long at = FlowLog.ns("2026-01-31T03:00:00Z");
    log.seal(
        log.journal(
            Dataset.DNS,
            List.of(
                at
                    + ",gw1,wg0,k,Alice,10.8.0.2,10.8.0.1,www.example.com,A,NOERROR,192.0.2.1 192.0.2.2,60",
                at + ",gw1,wg0,k,Alice,10.8.0.2,10.8.0.1,nope.example.com,A,NXDOMAIN,,")),
        Dataset.DNS,
        Format.PARQUET);
    log.seal(
        log.journal(Dataset.TOTALS, List.of(at + "," + (at + 9) + ",gw1,wg0,k,Alice,rx,3,400")),
        Dataset.TOTALS,
        Format.CSV_GZIP);

    assertThat(log.sql("SELECT question, answers, min_ttl FROM dns ORDER BY ALL"))
        .containsExactly("nope.example.com|-|-", "www.example.com|192.0.2.1 192.0.2.2|60");
    assertThat(log.sql("SELECT name, bytes, started FROM totals"))
        .containsExactly("Alice|400|2026-01-31T03:00:00Z");
  }

  @Test
  void the_last_line_of_a_csv_file_says_what_parquets_metadata_does() throws Exception {
    Path file =
        log.seal(
                log.journal(Dataset.FLOWS, FlowLog.random(8, 2, 3, 1)),
                Dataset.FLOWS,
                Format.CSV_GZIP)
            .segments()
            .getFirst();
    try (var in = new java.util.zip.GZIPInputStream(Files.newInputStream(file))) {
      List<String> lines =
          new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines().toList();
      assertThat(lines.getFirst()).isEqualTo(Dataset.FLOWS.header());
      assertThat(lines.getLast())
          .isEqualTo(
              "# captured=12 dropped=0 journal=1769817600000000001 rejected=0 rows=2 torn=0");
    }
  }

  @Test
  void a_journal_of_no_rows_leaves_nothing() throws IOException {
    Path journal = log.journal(Dataset.FLOWS, List.of());
    assertThat(log.seal(journal, Dataset.FLOWS, Format.PARQUET).segments()).isEmpty();
    Path empty = log.journal(Dataset.FLOWS, List.of());
    Files.write(empty, new byte[0]);
    assertThat(log.seal(empty, Dataset.FLOWS, Format.PARQUET).segments()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void only_a_journal_can_be_sealed() {
    assertThatThrownBy(
            () -> log.seal(folder.resolve("open/dns-1.csv"), Dataset.FLOWS, Format.PARQUET))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not named as a journal of flows");
  }

  private Map<Path, List<Byte>> files() throws IOException {
    Map<Path, List<Byte>> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        List<Byte> bytes = new ArrayList<>();
        for (byte one : Files.readAllBytes(file)) {
          bytes.add(one);
        }
        found.put(folder.relativize(file), bytes);
      }
    }
    return found;
  }
}
