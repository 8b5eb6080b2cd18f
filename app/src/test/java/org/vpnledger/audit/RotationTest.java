package org.vpnledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.audit.Trail.ALICE;
import static org.vpnledger.audit.Trail.at;
import static org.vpnledger.audit.Trail.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.Cursors;
import org.vpnledger.store.sqlite.SqliteCursors;

/** Wherever a rotation is broken off, no line is lost and verification raises no alarm. */
final class RotationTest {
  private static final int KEPT = 3;

  @TempDir Path folder;
  private Trail trail;
  private Path log;
  private int happened;

  @BeforeEach
  void begin() {
    trail = new Trail(folder);
    log = folder.resolve("log/wg_monitor.log");
  }

  @AfterEach
  void end() {
    trail.close();
  }

  /** Follows one more event. */
  private void follow() throws IOException {
    happen();
    trail.follow(new TextLog(log, 1_000, KEPT));
  }

  private void happen() {
    String endpoint = "192.168.1.50:51820";
    trail.happen(event(EventType.ONLINE, ALICE, time(happened), endpoint, at("10:00:00")));
    happened++;
  }

  private static String time(int number) {
    return "%02d:%02d:%02d".formatted(10 + number / 3600, number / 60 % 60, number % 60);
  }

  private Path aside(String rest) {
    return log.resolveSibling("wg_monitor.log" + rest);
  }

  private void follow(int events) throws IOException {
    for (int i = 0; i < events; i++) {
      follow();
    }
  }

  /** Until the next line makes the log be put aside. */
  private void fill() throws IOException {
    while (!Files.exists(log) || Files.size(log) < 1_000) {
      follow();
    }
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (LogFiles files = LogFiles.of(log)) {
      for (String line = files.next(); line != null; line = files.next()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private @Nullable String verified() throws IOException {
    try {
      return LogCheck.run(log, trail::reader).problem();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_log_that_cannot_be_compressed_is_put_aside_once_and_goes_on() throws IOException {
    follow(60);
    fill();
    List<String> before = lines();
    happen();
    Path inTheWay = aside(".1.gz.tmp/in the way"); // as a full disk is
    Files.createDirectories(inTheWay);
    for (int attempt = 0; attempt < 5; attempt++) {
      try {
        trail.follow(new TextLog(log, 1_000, KEPT));
      } catch (IOException e) {
        assertThat(e).hasMessageContaining(".1.gz.tmp");
      }
    }
    // The oldest file has gone, as it always does, and nothing else.
    assertThat(lines()).containsAll(before.subList(before.size() - 20, before.size()));
    assertThat(lines().getLast()).contains(time(happened - 1));
    assertThat(verified()).isNull();
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    fill();
    follow();
    assertThat(aside(".2.gz")).exists();
    assertThat(verified()).isNull();
  }

  @Test
  void a_rotation_that_was_broken_off_anywhere_is_finished() throws IOException {
    follow(60);
    fill();
    List<String> before = lines();
    // Between the files, and between any two of the names.
    new RotatedFile(log, 1_000, KEPT).dropOldest();
    new RotatedFile(TextLog.hashesOf(log), 1_000, KEPT).dropOldest();
    Files.move(aside(".2.gz"), aside(".3.gz"));
    follow();
    assertThat(lines()).containsAll(before.subList(before.size() - 20, before.size()));
    assertThat(verified()).isNull();
    fill();
    before = lines();
    new RotatedFile(log, 1_000, KEPT).rotate();
    follow();
    assertThat(lines()).containsAll(before.subList(before.size() - 20, before.size()));
    assertThat(verified()).isNull();
  }

  @Test
  void a_file_that_is_there_packed_and_unpacked_is_read_once() throws IOException {
    follow(60);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(aside(".1.gz")))) {
      Files.copy(in, aside(".1"));
    }
    assertThat(verified()).isNull();
    follow(20);
    assertThat(aside(".2")).doesNotExist();
    assertThat(verified()).isNull();
  }

  @Test
  void a_crash_between_lines_and_hashes_raises_no_alarm() throws IOException {
    follow(5);
    String whole = Files.readString(log);
    String hashes = Files.readString(TextLog.hashesOf(log));
    for (int cut = 1; cut < 300; cut += 7) {
      Files.writeString(TextLog.hashesOf(log), hashes.substring(0, hashes.length() - cut));
      assertThat(verified()).isNull();
    }
    happen();
    for (String half : List.of("2023-10-27", "2023-10-27 10:00:05 ONLINE  [wg0]")) {
      Files.writeString(log, whole + half);
      assertThat(verified()).contains("event 6 is missing at its end");
    }
    Files.writeString(log, whole + "2023-10-27 10:00:06");
    assertThat(verified()).contains("was put in");
  }

  @Test
  void a_log_that_wg_monitor_has_left_is_kept_and_whole() throws IOException {
    Files.createDirectories(log.getParent());
    String line = "2023-10-26 10:00:0%d Monitor started | Interval: 30s\n";
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(aside(".2.gz")))) {
      out.write(line.formatted(0).getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(aside(".1"), line.formatted(1) + line.formatted(2));
    Files.writeString(log, line.formatted(3));
    follow(4);
    assertThat(lines()).hasSize(8).first().asString().contains("10:00:00 Monitor");
    assertThat(verified()).isNull();
    Files.writeString(aside(".1"), line.formatted(1) + line.formatted(4));
    assertThat(verified()).startsWith(aside(".1") + " line 2 was changed");
    Files.writeString(aside(".1"), line.formatted(1) + line.formatted(2));
    for (int i = 0; i < 60; i++) {
      follow();
      assertThat(verified()).isNull();
    }
  }

  @Test
  void a_crash_at_the_very_beginning_repeats_no_line() throws IOException {
    Files.createDirectories(log.getParent());
    Files.writeString(log, "2023-10-26 10:00:00 Monitor started | Interval: 30s\n");
    happen();
    for (int crash = 0; crash < 2; crash++) {
      int before = crash;
      try (var reader = trail.reader();
          var cursors = SqliteCursors.open(trail.ledger)) {
        new TextLog(log, 1_000, KEPT).catchUp(reader, new CrashingCursors(cursors, before));
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("crash");
      }
    }
    follow();
    assertThat(lines()).hasSize(3).doesNotHaveDuplicates();
    assertThat(verified()).isNull();
  }

  /** Moves so often, and then the process ends. */
  private static final class CrashingCursors implements Cursors {
    private final Cursors real;
    private int left;

    CrashingCursors(Cursors real, int left) {
      this.real = real;
      this.left = left;
    }

    @Override
    public @Nullable String cursor(String reaction) {
      return real.cursor(reaction);
    }

    @Override
    public void moveCursor(String reaction, String value) {
      if (left-- == 0) {
        throw new IllegalStateException("crash");
      }
      real.moveCursor(reaction, value);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  @Test
  void a_packed_file_that_was_cut_or_changed_is_named() throws IOException {
    follow(60);
    byte[] packed = Files.readAllBytes(aside(".2.gz"));
    Files.write(aside(".2.gz"), Arrays.copyOf(packed, packed.length / 2));
    assertThat(verified()).isEqualTo(aside(".2.gz") + " cannot be unpacked: it was changed or cut");
    packed[packed.length / 2] ^= 1;
    Files.write(aside(".2.gz"), packed);
    assertThat(verified()).contains(aside(".2.gz").toString());
    Files.write(aside(".2.gz"), new byte[] {1, 2, 3});
    assertThat(verified()).contains("cannot be unpacked");
  }

  @Test
  void a_log_that_is_being_written_and_put_aside_raises_no_alarm() throws Exception {
    follow();
    AtomicBoolean ending = new AtomicBoolean();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> writing =
          threads.submit(() -> {
            while (!ending.get()) {
              happen();
              trail.follow(new TextLog(log, 10_000, KEPT));
            }
            return null;
          });
      for (int i = 0; i < 25; i++) {
        assertThat(verified()).isNull();
      }
      ending.set(true);
      writing.get();
    }
    assertThat(verified()).isNull();
  }
}
