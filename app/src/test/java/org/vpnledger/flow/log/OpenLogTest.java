package org.vpnledger.flow.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of rows while a disk is full, or breaks. */
final class OpenLogTest {
  private static final int ROW = 1 << 10;
  private static final String FULL = "No space left on device";

  /** A disk with so much room, on which things can go wrong. */
  private static final class Disk {
    private long room = Long.MAX_VALUE;
    private boolean makes = true;
    private boolean closes = true;

    WritableByteChannel make(Path path) throws IOException {
      if (!makes) {
        throw new IOException(FULL);
      }
      WritableByteChannel file =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new WritableByteChannel() {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
          int taken = (int) Math.min(room, bytes.remaining());
          if (taken == 0) {
            throw new IOException(FULL);
          }
          room -= taken;
          int rest = bytes.limit();
          bytes.limit(bytes.position() + taken);
          file.write(bytes);
          bytes.limit(rest);
          return taken;
        }

        @Override
        public boolean isOpen() {
          return file.isOpen();
        }

        @Override
        public void close() throws IOException {
          file.close();
          if (!closes) {
            throw new IOException("Input/output error");
          }
        }
      };
    }
  }

  @TempDir Path folder;
  private final Disk disk = new Disk();
  private final List<Path> taken = new ArrayList<>();
  private Instant now = Instant.ofEpochSecond(1_764_400_000);
  private int written;

  private OpenLog log(long rows) {
    return new OpenLog(
        folder,
        "packets",
        "number",
        new Rotation(rows, Duration.ofMinutes(5)),
        () -> now,
        (file, _, _) -> taken.add(file),
        disk::make);
  }

  /** Writes rows of 1 KiB each, and says which numbers were taken. */
  private List<String> write(OpenLog log, int count) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String number = "%08d".formatted(written++);
      Lines lines = log.next();
      if (lines == null) {
        continue;
      }
      try {
        lines.begin(ROW);
      } catch (UncheckedIOException e) {
        log.failed(e);
        continue;
      }
      lines.raw((number + "x".repeat(ROW - 9)).getBytes(StandardCharsets.US_ASCII));
      lines.end();
      log.written();
      numbers.add(number);
    }
    return numbers;
  }

  private static List<String> numbers(Path file) throws IOException {
    String text = Files.readString(file);
    assertThat(text).startsWith("number\n").endsWith("\n");
    return text.lines()
        .skip(1)
        .peek(line -> assertThat(line).hasSize(ROW - 1))
        .map(line -> line.substring(0, 8))
        .toList();
  }

  @Test
  void rows_that_a_full_disk_has_no_room_for_are_counted_and_all_others_are_written_once()
      throws IOException {
    OpenLog log = log(1_000_000);
    disk.room = 1_500_000; // the end of a row is somewhere else
    List<String> kept = new ArrayList<>(write(log, 5000));
    assertThat(log.trouble()).hasMessage(FULL);
    assertThat(log.lost()).isEqualTo(5000 - kept.size()).isPositive();

    now = now.plusSeconds(1);
    assertThat(write(log, 10)).isEmpty(); // it is full still
    disk.room = Long.MAX_VALUE;
    assertThat(write(log, 10)).isEmpty(); // nothing is tried again so soon
    now = now.plusSeconds(1);
    kept.addAll(write(log, 3000));
    assertThat(log.trouble()).isNull();
    assertThat(log.lost()).isEqualTo(written - kept.size());

    log.rotate();
    assertThat(taken).hasSize(1);
    assertThat(numbers(taken.getFirst())).isEqualTo(kept);
  }

  @Test
  void a_tick_finds_that_there_is_room_again() throws IOException {
    OpenLog log = log(1_000_000);
    disk.room = 100;
    List<String> kept = write(log, 10);
    log.tick();
    assertThat(log.trouble()).hasMessage(FULL);
    disk.room = Long.MAX_VALUE;
    log.tick();
    assertThat(log.trouble()).isNull();
    log.rotate();
    assertThat(numbers(taken.getFirst())).isEqualTo(kept).hasSize(10);
  }

  @Test
  void a_file_that_is_full_while_the_disk_is_too_is_given_away_when_its_end_is_written()
      throws IOException {
    OpenLog log = log(100);
    disk.room = 50_000;
    List<String> kept = new ArrayList<>(write(log, 150));
    assertThat(taken).isEmpty();
    assertThat(log.lost()).isEqualTo(50);
    disk.room = Long.MAX_VALUE;
    now = now.plusSeconds(1);
    kept.addAll(write(log, 1));
    assertThat(taken).hasSize(1);
    assertThat(numbers(taken.getFirst())).isEqualTo(kept).hasSize(101);
  }

  @Test
  void a_file_that_cannot_be_made_is_made_later() throws IOException {
    OpenLog log = log(100);
    disk.makes = false;
    assertThat(write(log, 10)).isEmpty();
    assertThat(log.lost()).isEqualTo(10);
    disk.makes = true;
    now = now.plusSeconds(1);
    List<String> kept = write(log, 100);
    assertThat(kept).hasSize(100);
    assertThat(numbers(taken.getFirst())).isEqualTo(kept);
    assertThat(log.trouble()).isNull();
  }

  @Test
  void a_file_whose_closing_fails_is_given_away_and_another_one_follows() throws IOException {
    OpenLog log = log(1_000_000);
    List<String> first = write(log, 10);
    disk.closes = false;
    log.rotate();
    List<String> second = write(log, 10);
    log.rotate();
    assertThat(taken).hasSize(2);
    assertThat(numbers(taken.getFirst())).isEqualTo(first).hasSize(10);
    assertThat(numbers(taken.getLast())).isEqualTo(second).hasSize(10);
    assertThat(log.lost()).isZero();
  }
}
