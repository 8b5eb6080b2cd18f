package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.flow.FlowRecord;

/** When segments and sums are made, what becomes of those that fail, and of the last ones. */
class FlowSealingTest {
  private static final Instant NOW = Instant.parse("2026-01-31T05:00:00Z");
  private static final Instant EARLIER = Instant.parse("2026-01-31T01:30:00Z");

  @TempDir Path folder;
  private Path root;
  private Path hour;
  private FlowSealing sealing;

  @BeforeEach
  void make_a_log() throws IOException {
    Folders folders = new Folders(folder.resolve("data"), folder.resolve("log"), NOW);
    root = folders.settings().flow().folder();
    hour = root.resolve("flows/gateway=gw1/date=2026-01-31/hour=01");
    sealing = new FlowSealing(folders.settings(), () -> NOW, Duration.ofMillis(10));
  }

  private Path journal(int number) throws IOException {
    long start = EARLIER.getEpochSecond() * 1_000_000_000L + number;
    return Files.writeString(
        sealing.open().resolve("flows-" + start + ".csv"),
        "%s\n%d,%d,gw1,wg0,key,Ann,rx,6,10.8.0.2,4000,192.0.2.80,443,,1,60,2\n"
            .formatted(FlowRecord.HEADER, start, start));
  }

  private static void eventually(BooleanSupplier holds) throws InterruptedException {
    for (int i = 0; i < 1000 && !holds.getAsBoolean(); i++) {
      Thread.sleep(20);
    }
    assertThat(holds.getAsBoolean()).isTrue();
  }

  @Test
  void sums_that_cannot_be_written_are_told_of_and_made_when_they_can() throws Exception {
    Path inTheWay = Files.createDirectories(hour.resolve("rollup.parquet/full"));
    try (FlowSealing _ = sealing) {
      sealing.start();
      sealing.take(journal(1));
      eventually(() -> !sealing.problems().isEmpty());
      assertThat(sealing.problems())
          .singleElement()
          .asString()
          .startsWith("sums of flows: ")
          .endsWith("; it is tried again");
      Files.delete(inTheWay);
      Files.delete(hour.resolve("rollup.parquet"));
      eventually(() -> Files.isRegularFile(hour.resolve("rollup.parquet")));
      eventually(() -> sealing.problems().isEmpty());
    }
  }

  @Test
  void a_journal_that_cannot_be_sealed_waits_and_is_sealed_when_it_can() throws Exception {
    Files.createDirectories(hour.getParent());
    Path inTheWay = Files.writeString(hour, "a file where a folder has to be");
    Path journal = journal(1);
    try (FlowSealing _ = sealing) {
      sealing.start();
      sealing.take(journal);
      eventually(() -> !sealing.problems().isEmpty());
      assertThat(sealing.problems())
          .containsExactly(
              "flow segments: %s: there is another file already; it is tried again"
                  .formatted(hour));
      assertThat(journal).exists();
      Files.delete(inTheWay);
      eventually(() -> !Files.exists(journal));
      eventually(() -> sealing.problems().isEmpty());
    }
  }

  @Test
  void the_last_journals_are_sealed_at_the_end_where_one_was_before() throws Exception {
    sealing.start();
    Path first = journal(1);
    sealing.take(first);
    eventually(() -> !Files.exists(first));
    sealing.end();
    Path last = journal(2);
    sealing.take(last);
    sealing.close();
    assertThat(last).doesNotExist();
    assertThat(hour).isDirectoryContaining("glob:**/*01.parquet");
    assertThat(hour).isDirectoryContaining("glob:**/*02.parquet");
  }

  @Test
  void where_none_was_sealed_before_the_end_the_last_journal_stays_for_the_next_start()
      throws Exception {
    sealing.end();
    sealing.start();
    Path journal = journal(1);
    sealing.take(journal);
    sealing.close();
    assertThat(journal).exists();
    assertThat(hour).doesNotExist();
  }
}
