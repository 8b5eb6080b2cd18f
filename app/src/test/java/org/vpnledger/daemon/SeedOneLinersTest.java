package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.files.BandwidthFiles;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.store.sqlite.SqliteWriter;

/** The command lines of the seed's document, run by a real shell on the files that we write. */
class SeedOneLinersTest {
  // The small ledger's night, as the logger would have dated it.
  private static final LocalDate DAY = LocalDate.of(2026, 3, 29);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write_files_as_the_daemon_does() throws IOException {
    SmallLedger.write(folder);
    DataFolder data = new DataFolder(folder);
    try (SqliteWriter writer = SqliteWriter.open(data.database(), Retention.DEFAULT);
        SqliteReader reader = SqliteReader.open(data.database())) {
      new BandwidthFiles(folder, false, 90).catchUp(reader, writer, SmallLedger.END);
    }
    file = folder.resolve("bandwidth-" + YearMonth.from(DAY) + ".log");
  }

  @Test
  void total_of_a_client_is_its_last_counter() throws Exception {
    // 180 minutes after the counter began again, 11 MB a minute: the counter, not the usage.
    assertThat(bash("grep 'Alice' FILE | tail -1 | awk -F, '{print $9}'")).isEqualTo("1888.28\n");
  }

  @Test
  void active_clients_of_a_day_are_those_with_a_line() throws Exception {
    assertThat(bash("grep '" + DAY + "' FILE | awk -F, '{print $4}' | sort -u | wc -l").strip())
        .isEqualTo("3");
  }

  @Test
  void top_five_runs_but_overcounts() throws Exception {
    // It sums cumulative counters: every line holds all bytes of the lines before it once more.
    List<String> top =
        bash("awk -F, '!/^===/ {total[$4]+=$9} END {for(c in total) print total[c],c}' FILE"
                + " | sort -rn | head -5")
            .lines()
            .toList();
    assertThat(top).hasSize(3);
    assertThat(top.getFirst()).endsWith(" Bob");
    assertThat(Double.parseDouble(top.getFirst().split(" ")[0])).isGreaterThan(5 * 11_000);
  }

  @Test
  void hourly_graph_runs_but_shows_counters_not_traffic() throws Exception {
    // It too sums counters, so that an hour without any traffic of Bob's shows his 11 GB again.
    String graph =
        bash(
            "grep '"
                + DAY
                + "' FILE | awk -F, '{hour=substr($2,12,2); total[hour]+=$9}"
                + " END {for(h in total) printf \"%s:00 | %s MB\\n\", h, total[h]}' | sort");
    // Two o'clock does not exist in that night.
    assertThat(graph.lines().map(line -> line.substring(0, 5)))
        .containsExactly("00:00", "01:00", "03:00", "04:00", "05:00");
    assertThat(graph.lines()).allMatch(line -> line.matches("\\d\\d:00 \\| 1\\d{4}(\\.\\d+)? MB"));
  }

  @Test
  void a_line_has_the_nine_columns_of_the_logger() throws Exception {
    String line = bash("grep ',Bob,' FILE | head -1").strip();
    assertThat(line.split(",")).hasSize(9);
    Instant at = Instant.ofEpochSecond(Long.parseLong(line.split(",")[0]));
    assertThat(line.split(",")[1])
        .isEqualTo(org.vpnledger.report.Units.time(at, ZoneId.of("Europe/Berlin")));
  }

  private String bash(String command) throws IOException, InterruptedException {
    assumeThat(Path.of("/bin/bash")).as("needs bash and awk").isExecutable();
    assertThat(Files.size(file)).isPositive();
    Process process =
        new ProcessBuilder("/bin/bash", "-c", command.replace("FILE", "'" + file + "'"))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return out;
  }
}
