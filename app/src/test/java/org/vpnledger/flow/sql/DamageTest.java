package org.vpnledger.flow.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DamageTest {
  @TempDir Path folder;
  private FlowLog log;
  private Path hurt = Path.of("");

  @BeforeEach
  void makeLog() throws IOException {
    log = new FlowLog(folder);
    seal(1, 100, Format.PARQUET);
    seal(2, 50, Format.CSV_ZSTD);
    log.journal(Dataset.FLOWS, FlowLog.random(3, 7, 3, 1));
  }

  private Path seal(long seed, int count, Format format) throws IOException {
    List<String> lines =
        FlowLog.random(seed, count, 3, 1).stream()
            .map(line -> line.replace(",gw0,", ",gw1,"))
            .toList();
    return log.seal(log.journal(Dataset.FLOWS, lines), Dataset.FLOWS, format).segments().getFirst();
  }

  private void expect(String problem) throws IOException {
    try (FlowAnswers answers = log.ask()) {
      assertThat(FlowLog.lines(answers.sql("SELECT count(*) FROM (SELECT DISTINCT * FROM flows)")))
          .containsExactly("157");
      assertThat(answers.problems()).hasSize(1);
      assertThat(answers.problems().getFirst()).startsWith(hurt + ": ").contains(problem);
    }
  }

  @Test
  void a_parquet_file_that_was_cut_off_is_named_and_left() throws IOException {
    hurt = seal(4, 200, Format.PARQUET);
    Files.write(hurt, Arrays.copyOf(Files.readAllBytes(hurt), 1000));
    expect("is damaged, its rows are missing here");
    Files.write(hurt, new byte[0]);
    expect("is damaged, its rows are missing here");
  }

  @Test
  void a_parquet_file_with_a_damaged_page_is_found_and_left() throws IOException {
    hurt = seal(4, 2000, Format.PARQUET);
    byte[] bytes = Files.readAllBytes(hurt);
    Arrays.fill(bytes, bytes.length / 4, bytes.length / 2, (byte) 0x55);
    Files.write(hurt, bytes);
    expect("cannot be read, its rows are missing here");
  }

  @Test
  void a_parquet_file_with_a_damaged_footer_is_found_and_left() throws IOException {
    hurt = seal(4, 2000, Format.PARQUET);
    byte[] bytes = Files.readAllBytes(hurt);
    Arrays.fill(bytes, bytes.length - 300, bytes.length - 100, (byte) 0x55);
    Files.write(hurt, bytes);
    expect("cannot be read, its rows are missing here");
  }

  @Test
  void a_compressed_csv_file_that_was_cut_off_or_damaged_is_named_and_left() throws IOException {
    for (Format format : List.of(Format.CSV_ZSTD, Format.CSV_GZIP)) {
      hurt = seal(4, 2000, format);
      byte[] bytes = Files.readAllBytes(hurt);
      for (int length : new int[] {0, 20, 5000, bytes.length - 60, bytes.length - 1}) {
        Files.write(hurt, Arrays.copyOf(bytes, length));
        expect("is damaged, its rows are missing here");
      }
      Arrays.fill(bytes, bytes.length / 4, bytes.length / 2, (byte) 0x55);
      Files.write(hurt, bytes);
      expect("cannot be read, its rows are missing here");
      Files.delete(hurt);
    }
  }

  @Test
  void a_file_that_is_gone_when_it_is_read_is_named_and_left() throws IOException {
    hurt = seal(4, 200, Format.PARQUET);
    LocalFlowFiles local = new LocalFlowFiles(folder);
    FlowFiles vanishing =
        new FlowFiles() {
          @Override
          public boolean isEmpty() throws IOException {
            return local.isEmpty();
          }

          @Override
          public List<Hour> hours(Dataset dataset, long fromNs, long toNs) throws IOException {
            return local.hours(dataset, fromNs, toNs);
          }

          @Override
          public List<Path> journals(Dataset dataset) throws IOException {
            return local.journals(dataset);
          }

          @Override
          public @Nullable Path fetch(Hour hour, String name) throws IOException {
            Path file = local.fetch(hour, name);
            if (file != null && file.equals(hurt)) {
              Files.delete(file);
              return null;
            }
            return file;
          }

          @Override
          public List<Path> folders() {
            return local.folders();
          }
        };
    try (FlowAnswers answers =
        FlowAnswers.open(vanishing, FlowLog.DAY, FlowLog.DAY.plusSeconds(86400))) {
      assertThat(FlowLog.lines(answers.sql("SELECT count(*) FROM flows"))).containsExactly("157");
      assertThat(answers.problems()).containsExactly(hurt + ": is gone, its rows are missing here");
    }
  }

  @Test
  void files_of_other_hours_are_not_even_opened() throws IOException {
    List<Path> elsewhere =
        log.seal(
                log.journal(Dataset.FLOWS, FlowLog.random(5, 20, 9, 2)),
                Dataset.FLOWS,
                Format.PARQUET)
            .segments();
    for (Path file : elsewhere) {
      Files.writeString(file, "no Parquet at all");
    }
    try (FlowAnswers answers = log.ask(FlowLog.DAY, FlowLog.DAY.plusSeconds(9 * 3600))) {
      assertThat(FlowLog.lines(answers.sql("SELECT count(*) FROM flows"))).containsExactly("157");
      assertThat(answers.problems()).isEmpty();
    }
    try (FlowAnswers answers = log.ask()) {
      assertThat(FlowLog.lines(answers.sql("SELECT count(*) FROM flows"))).containsExactly("157");
      assertThat(answers.problems()).hasSize(elsewhere.size());
    }
  }
}
