package org.vpnledger.name.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vpnledger.name.FileContent;
import org.vpnledger.name.NameFileException;

/**
 * A database in WAL mode as its last commit left it, put together in memory from its file and its
 * log. SQLite itself would make and lock a {@code -shm} beside them, which is no good in another
 * tool's folder, and cannot be done at all where that is mounted read-only.
 *
 * <p>The log ({@code https://www.sqlite.org/fileformat2.html#the_write_ahead_log}) is a header and
 * frames, each a page:
 *
 * <pre>
 * header  0 magic  4 version  8 page size  12 checkpoint  16 salt  20 salt  24 checksum  28 checksum
 * frame   0 page number  4 size in pages if it ends a commit, else 0  8 salt  12 salt  16 checksum
 *         20 checksum  24 the page
 * </pre>
 *
 * <p>Why what is read is whole although nothing is locked: pages that a checkpoint writes into the
 * file meanwhile all stand in the log, which is read after the file, until it begins anew. Then its
 * salts are others, and the look is given up and taken again.
 */
final class WalImage {
  private static final int HEADER = 32;
  private static final int FRAME = 24;
  private static final int MAGIC = 0x377f0682; // one more when its checksums are big-endian
  private static final int TRIES = 3;

  /** SQLite begins the log anew at some 4 MiB, unless a reader is in its way. */
  private static final int MAX_LOG = 2 * FileContent.MAX_BYTES;

  private WalImage() {}

  /**
   * The database, marked as one without a log; the caller wipes it.
   *
   * @throws NameFileException when it changes all the time, or is no database in WAL mode
   */
  static byte[] of(Path file, String shown) throws IOException, NameFileException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    for (int i = 0; i < TRIES; i++) {
      byte[] image = read(file, log, shown);
      if (image != null) {
        return image;
      }
    }
    throw new NameFileException(shown + ": is being written");
  }

  private static byte @Nullable [] read(Path file, Path log, String shown)
      throws IOException, NameFileException {
    byte[] before = head(log);
    byte[] database = bytes(file, shown);
    try {
      boolean proven = before.length == HEADER;
      if (!proven && !isStill(file, shown, database)) {
        return null; // without a log to prove it, two looks must agree
      }
      byte[] frames = log(log, shown);
      try {
        boolean stayed =
            proven
                ? frames.length >= HEADER && Arrays.equals(before, 0, HEADER, frames, 0, HEADER)
                : frames.length < HEADER;
        return stayed ? applied(database, frames, shown) : null;
      } finally {
        Arrays.fill(frames, (byte) 0);
      }
    } finally {
      Arrays.fill(database, (byte) 0);
    }
  }

  private static byte[] bytes(Path file, String shown) throws IOException, NameFileException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return FileContent.of(channel, shown);
    }
  }

  private static boolean isStill(Path file, String shown, byte[] database)
      throws IOException, NameFileException {
    byte[] again = bytes(file, shown);
    try {
      return Arrays.equals(again, database);
    } finally {
      Arrays.fill(again, (byte) 0);
    }
  }

  private static byte[] head(Path log) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      return FileContent.head(channel, HEADER);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private static byte[] log(Path log, String shown) throws IOException, NameFileException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > MAX_LOG) {
        throw new NameFileException(shown + "-wal: larger than " + (MAX_LOG >> 20) + " MiB");
      }
      return FileContent.head(channel, (int) size);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private static byte[] applied(byte[] database, byte[] log, String shown)
      throws NameFileException {
    ByteBuffer frames = ByteBuffer.wrap(log);
    int pageSize = pageSize(database, shown);
    int last = log.length < HEADER || !isHeader(frames) ? -1 : lastCommit(frames, pageSize);
    long size = last < 0 ? database.length : (long) frames.getInt(last + 4) * pageSize;
    byte[] image = copy(database, size, shown);
    if (last >= 0) {
      for (int frame = HEADER; frame <= last; frame += FRAME + pageSize) {
        long at = ((frames.getInt(frame) & 0xFFFF_FFFFL) - 1) * pageSize;
        if (at >= 0 && at + pageSize <= size) { // else it was cut off by a later commit
          System.arraycopy(log, frame + FRAME, image, (int) at, pageSize);
        }
      }
    }
    image[18] = 1; // what is in memory has no log
    image[19] = 1;
    return image;
  }

  private static byte[] copy(byte[] database, long size, String shown) throws NameFileException {
    if (size < 100 || size > FileContent.MAX_BYTES) {
      throw new NameFileException(
          shown + ": larger than " + (FileContent.MAX_BYTES >> 20) + " MiB");
    }
    return Arrays.copyOf(database, (int) size);
  }

  private static int pageSize(byte[] database, String shown) throws NameFileException {
    int size = database.length < 100 ? 0 : ByteBuffer.wrap(database).getShort(16) & 0xFFFF;
    size = size == 1 ? 65_536 : size;
    if (size < 512 || Integer.bitCount(size) != 1) {
      throw new NameFileException(shown + ": not a whole SQLite database");
    }
    return size;
  }

  private static boolean isHeader(ByteBuffer log) {
    return (log.getInt(0) & ~1) == MAGIC && log.getInt(4) == 3_007_000;
  }

  /** Where the last frame is that ends a commit and is good, as all before it are; -1 for none. */
  private static int lastCommit(ByteBuffer log, int pageSize) {
    ByteBuffer words =
        log.duplicate()
            .order((log.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    WalSum sum = new WalSum();
    sum.add(words, 0, 24);
    if (log.getInt(8) != pageSize || !sum.is(log.getInt(24), log.getInt(28))) {
      return -1;
    }
    int last = -1;
    for (int at = HEADER; at + FRAME + pageSize <= log.limit(); at += FRAME + pageSize) {
      sum.add(words, at, 8);
      sum.add(words, at + FRAME, pageSize);
      if (log.getLong(at + 8) != log.getLong(16)
          || !sum.is(log.getInt(at + 16), log.getInt(at + 20))) {
        break;
      }
      if (log.getInt(at + 4) != 0) {
        last = at;
      }
    }
    return last;
  }
}
