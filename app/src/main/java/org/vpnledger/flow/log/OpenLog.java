package org.vpnledger.flow.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A log that is being written: rows go to a file {@code <name>-<ns>.csv} in a folder of open files,
 * which is given away when it is full or old. A file is made when its first row comes. What a
 * process that was killed left open is found by the next one and given away too.
 *
 * <p>While a disk takes nothing, rows are let go and counted, since packets do not wait; what was
 * taken before is written when the disk has room again. Used by one thread.
 */
final class OpenLog {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int TAIL = 64 << 10;

  /**
   * Takes a file that is finished, with the number in its name; that its bytes reach the disk is
   * for the taker to see to, on another thread: packets do not wait.
   */
  @FunctionalInterface
  interface Taker {
    void take(Path file, long id, long rows);
  }

  /** Makes a file that is not there yet; a disk may refuse that, and any of its bytes. */
  @FunctionalInterface
  interface Maker {
    WritableByteChannel make(Path file) throws IOException;
  }

  private final Path folder;
  private final String name;
  private final String header;
  private final Rotation rotation;
  private final InstantSource clock;
  private final Taker taker;
  private final Maker maker;
  private @Nullable Writing writing;
  private Instant retryAt = Instant.MIN;
  private @Nullable IOException trouble;
  private long lost;
  private long lastId;

  private static final class Writing {
    private final Path file;
    private final WritableByteChannel channel;
    private final Lines lines;
    private final long id;
    private final Instant began;
    private long rows;

    Writing(Path file, long id, WritableByteChannel channel, String header, Instant began) {
      this.file = file;
      this.id = id;
      this.channel = channel;
      this.began = began;
      lines = new Lines(channel, header);
    }
  }

  OpenLog(
      Path folder,
      String name,
      String header,
      Rotation rotation,
      InstantSource clock,
      Taker taker) {
    this(folder, name, header, rotation, clock, taker, OpenLog::made);
  }

  OpenLog(
      Path folder,
      String name,
      String header,
      Rotation rotation,
      InstantSource clock,
      Taker taker,
      Maker maker) {
    this.folder = folder;
    this.name = name;
    this.header = header;
    this.rotation = rotation;
    this.clock = clock;
    this.taker = taker;
    this.maker = maker;
  }

  private static WritableByteChannel made(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Gives away what an earlier process left open; a last line that is torn is cut off. */
  void recover() throws IOException {
    Files.createDirectories(folder);
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name + "-*.csv")) {
      files.forEach(left::add);
    }
    left.sort(null);
    for (Path file : left) {
      long id = id(file);
      if (id >= 0) {
        lastId = Math.max(lastId, id);
        cutTornLine(file);
        taker.take(file, id, -1);
      }
    }
  }

  private long id(Path file) {
    String text = file.getFileName().toString();
    try {
      return Long.parseLong(text.substring(name.length() + 1, text.length() - ".csv".length()));
    } catch (NumberFormatException e) {
      return -1; // not one of ours
    }
  }

  private static void cutTornLine(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      while (end > 0) {
        int size = (int) Math.min(TAIL, end);
        ByteBuffer tail = ByteBuffer.allocate(size);
        channel.read(tail, end - size);
        for (int i = size - 1; i >= 0; i--) {
          if (tail.get(i) == '\n') {
            channel.truncate(end - size + i + 1);
            return;
          }
        }
        end -= size;
      }
      channel.truncate(0);
    }
  }

  /**
   * Where the next row goes; whoever asks writes it and then calls {@link #written}.
   *
   * @return nothing while no row can be taken
   */
  @Nullable Lines next() {
    Writing open = writing;
    try {
      if (trouble != null) {
        Instant now = clock.instant();
        // A time that is too far ahead is of a clock that was put back meanwhile.
        if (now.isBefore(retryAt) && !now.plus(RETRY).isBefore(retryAt)) {
          lost++;
          return null;
        }
        flush();
      }
      if (trouble == null && open == null) {
        open = begin();
      }
    } catch (IOException e) {
      failed(e);
    }
    if (trouble != null || open == null) {
      lost++;
      return null;
    }
    return open.lines;
  }

  private Writing begin() throws IOException {
    Files.createDirectories(folder);
    Instant now = clock.instant();
    long id =
        Math.max(lastId + 1, Math.addExact(now.getEpochSecond() * 1_000_000_000L, now.getNano()));
    Path file = folder.resolve(name + "-" + id + ".csv");
    WritableByteChannel channel = maker.make(file);
    lastId = id;
    Writing begun = new Writing(file, id, channel, header, now);
    writing = begun;
    return begun;
  }

  /** The row is there. */
  void written() {
    Writing open = writing;
    if (open != null && ++open.rows >= rotation.rows()) {
      rotate();
    }
  }

  /** The disk did not take what was to make room for the row. */
  void failed(UncheckedIOException e) {
    lost++;
    failed(cause(e));
  }

  private static IOException cause(UncheckedIOException e) {
    return Objects.requireNonNull(e.getCause());
  }

  private void failed(IOException e) {
    trouble = e;
    retryAt = clock.instant().plus(RETRY);
  }

  /** Gives the disk what waits, and the file away if its time is over; to be called often. */
  void tick() {
    Writing open = writing;
    if (open == null) {
      return;
    }
    Instant now = clock.instant();
    if (now.isBefore(open.began) || !now.isBefore(open.began.plus(rotation.interval()))) {
      rotate();
    } else {
      flush();
    }
  }

  private boolean flush() {
    Writing open = writing;
    try {
      if (open != null) {
        open.lines.flush();
      }
      trouble = null;
      return true;
    } catch (UncheckedIOException e) {
      failed(cause(e));
      return false;
    }
  }

  /** Gives the file away, if there is one, unless the disk does not take its end. */
  void rotate() {
    Writing open = writing;
    if (open == null || !flush()) {
      return;
    }
    try {
      open.channel.close();
    } catch (IOException e) {
      // It takes no more rows either way; whether all of it reaches the disk the taker will see.
    }
    writing = null;
    taker.take(open.file, open.id, open.rows);
  }

  /** What the disk last refused, absent if it takes everything. */
  @Nullable IOException trouble() {
    return trouble;
  }

  /** How many rows found no room. */
  long lost() {
    return lost;
  }
}
