package org.vpnledger.daemon;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.store.LedgerWriter;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteWriter;
import org.vpnledger.store.sqlite.SteadyTunnel;

/** The bandwidth files follow what was committed, over crashes, months and folders that fail. */
class BandwidthFilesFollowTest {
  private static final Instant START = Instant.parse("2026-05-31T20:00:00Z");

  @TempDir Path temporary;
  private Folders folders;
  private SteadyTunnel tunnel;

  @BeforeEach
  void begin() {
    folders = new Folders(temporary.resolve("data"), temporary.resolve("log"), START);
    tunnel = new SteadyTunnel("wg0", START);
  }

  private void live(int hours) {
    try (Recorder recorder = new Folders(folders.data(), folders.log(), tunnel.wall()).recorder()) {
      for (int i = 0; i < hours; i++) {
        recorder.observe(List.of(tunnel.read()));
        recorder.flush();
        tunnel.pass(Duration.ofHours(1)).move(1_000);
      }
    }
  }

  private String cursor() {
    try (LedgerWriter writer = SqliteWriter.open(folders.folder().database(), Retention.DEFAULT)) {
      return requireNonNull(writer.cursor("bandwidth"));
    }
  }

  private void setCursorBack(String to) {
    try (LedgerWriter writer = SqliteWriter.open(folders.folder().database(), Retention.DEFAULT)) {
      writer.moveCursor("bandwidth", to);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folders.log())) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** The times of all lines in all files. */
  private List<Long> times() throws IOException {
    List<Long> times = new ArrayList<>();
    for (String name : names()) {
      Path file = folders.log().resolve(name);
      String text =
          name.endsWith(".gz")
              ? new String(
                  new GZIPInputStream(Files.newInputStream(file)).readAllBytes(),
                  StandardCharsets.UTF_8)
              : Files.readString(file);
      text.lines().forEach(line -> times.add(Long.valueOf(line.substring(0, line.indexOf(',')))));
    }
    return times;
  }

  private List<Long> hourly() {
    List<Long> times = new ArrayList<>();
    for (Instant at = START; at.isBefore(tunnel.wall()); at = at.plusSeconds(3_600)) {
      times.add(at.getEpochSecond());
    }
    return times;
  }

  @Test
  void a_crash_between_a_line_and_its_cursor_repeats_and_loses_nothing() throws IOException {
    Random random = new Random(5);
    for (int crash = 0; crash < 8; crash++) {
      live(1);
      String before = cursor();
      live(1);
      setCursorBack(before);
      if (random.nextBoolean()) { // and part of what was written did not reach the disk
        String name = before.substring(before.lastIndexOf(' ') + 1);
        Path file = folders.log().resolve(name);
        long kept = Long.parseLong(before.split(" ")[1]);
        if (Files.exists(file) && Files.size(file) > kept) {
          byte[] bytes = Files.readAllBytes(file);
          int length = (int) kept + random.nextInt(bytes.length - (int) kept);
          Files.write(file, java.util.Arrays.copyOf(bytes, length));
        }
      }
    }
    live(1);
    assertThat(times()).isEqualTo(hourly());
  }

  @Test
  void months_have_files_of_their_own_and_old_ones_are_packed_and_deleted() throws IOException {
    Files.createDirectories(folders.log());
    List<String> foreign =
        List.of("bandwidth-2020-01.log.bak", "bandwidth-2020-13.log", "bandwidth.log", "notes.gz");
    for (String name : foreign) {
      Files.writeString(folders.log().resolve(name), "not ours");
    }
    Files.writeString(folders.log().resolve("bandwidth-2026-03.log"), "old\n");
    live(6); // the last one is June's
    assertThat(names())
        .containsAll(foreign)
        .contains("bandwidth-2026-05.log", "bandwidth-2026-06.log", "bandwidth-2026-03.log.gz");
    live(1);
    assertThat(names())
        .contains("bandwidth-2026-05.log.gz")
        .doesNotContain("bandwidth-2026-05.log");
    tunnel.pass(Duration.ofDays(93));
    live(1);
    assertThat(names())
        .containsAll(foreign)
        .contains("bandwidth-2026-06.log.gz")
        .noneMatch(name -> name.startsWith("bandwidth-2026-05"));
    for (String name : foreign) {
      assertThat(folders.log().resolve(name)).hasContent("not ours");
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_caught_up_with() throws IOException {
    Files.writeString(folders.log(), "a file is in the way");
    live(3);
    Files.delete(folders.log());
    live(2);
    assertThat(times()).isEqualTo(hourly());
  }
}
