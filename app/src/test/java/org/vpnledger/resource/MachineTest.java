package org.vpnledger.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.75Z");

  // As a kernel of version 6.12 prints it, the first lines.
  private static final String MEMINFO =
      """
      MemTotal:        8068760 kB
      MemFree:          301116 kB
      MemAvailable:    5037004 kB
      Buffers:          262624 kB
      HugePages_Total:       0
      """;

  @TempDir Path proc;

  @Test
  void memory_that_caches_would_give_back_is_not_used() {
    assertThat(Memory.parse(MEMINFO))
        .isEqualTo(new Memory(8_068_760L * 1024, (8_068_760L - 5_037_004) * 1024));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MemTotal: 8068760 kB\nMemFree: 301116 kB\n", // a kernel before 3.14
        "MemTotal: 100 kB\nMemAvailable: 101 kB\n",
        "MemTotal: 0 kB\nMemAvailable: 0 kB\n",
        "MemTotal: -8 kB\nMemAvailable: 1 kB\n",
        "MemTotal: 8 MB\nMemAvailable: 1 kB\n",
        "MemTotal: 99999999999999999999 kB\nMemAvailable: 1 kB\n",
        "MemTotal:\nMemAvailable: 1 kB\n",
      })
  void memory_that_is_not_told_is_absent_and_never_a_wrong_number(String text) {
    assertThat(Memory.parse(text)).isNull();
  }

  @Test
  void load_is_the_three_averages() {
    assertThat(Load.parse("0.20 0.18 12.00 1/80 11206\n")).isEqualTo(new Load(0.2, 0.18, 12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.20 0.18", "a b c", "-1 0 0", "NaN 0 0", "1e9 0 0", "0,2 0,1 0,1"})
  void anything_else_is_no_load(String text) {
    assertThat(Load.parse(text)).isNull();
  }

  @Test
  void a_disk_is_as_full_as_df_says_without_what_is_kept_for_root() {
    assertThat(Disk.percent(1_000, 300, 250)).isEqualTo(100.0 * 700 / 950);
    assertThat(Disk.percent(1_000, 50, 0)).isEqualTo(100);
    assertThat(Disk.percent(1_000, 1_000, 950)).isZero();
  }

  @Test
  void what_is_no_disk_has_no_percentage() {
    assertThat(Disk.percent(0, 0, 0)).isNull(); // as /proc says
    assertThat(Disk.percent(1_000, 2_000, 100)).isNull();
    assertThat(Disk.percent(-1, 0, 0)).isNull();
  }

  @Test
  void a_sample_holds_what_the_machine_shows() throws IOException {
    Files.writeString(proc.resolve("meminfo"), MEMINFO);
    Files.writeString(proc.resolve("loadavg"), "0.20 0.18 0.12 1/80 11206\n");
    for (String entry : List.of("1", "17", "4711", "self", "12a", "sys")) {
      Files.createDirectory(proc.resolve(entry));
    }
    Sample sample = new Machine(proc, proc).sample(NOW);
    assertThat(sample.at()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(sample.load()).isEqualTo(new Load(0.2, 0.18, 0.12));
    assertThat(sample.memory()).isNotNull();
    assertThat(sample.processes()).isEqualTo(3);
    assertThat(sample.diskPercent()).isBetween(0.0, 100.0);
  }

  @Test
  void what_cannot_be_read_is_absent_and_hides_nothing_else() throws IOException {
    Files.writeString(proc.resolve("loadavg"), "0.20 0.18 0.12 1/80 11206\n");
    Files.createDirectory(proc.resolve("4711")); // others are hidden, so nobody can count them
    Sample sample = new Machine(proc.resolve("gone"), proc).sample(NOW);
    assertThat(sample)
        .isEqualTo(
            new Sample(
                Instant.parse("2026-03-01T10:00:00Z"),
                null,
                null,
                new Load(0.2, 0.18, 0.12),
                null));
    assertThat(new Machine(proc, proc.resolve("gone")).sample(NOW).processes()).isNull();
  }

  @Test
  void this_machine_is_one() throws IOException {
    Sample sample = new Machine(Path.of("/"), Path.of("/proc")).sample(NOW);
    FileStore store = Files.getFileStore(Path.of("/"));
    double used = store.getTotalSpace() - store.getUnallocatedSpace();
    assertThat(sample.diskPercent())
        .isCloseTo(
            100 * used / (used + store.getUsableSpace()), org.assertj.core.data.Offset.offset(1.0));
    assertThat(sample.memory()).isNotNull();
    assertThat(sample.load()).isNotNull();
  }
}
