package org.vpnledger.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPOutputStream;
import org.vpnledger.files.AppendedFile;

/**
 * A log that is put aside when it is large: {@code log.1.gz} is the latest of those, as logrotate
 * has it. It is opened anew for each batch, so that whoever else rotates it needs to tell nobody.
 *
 * @param path its real path
 * @param rotateBytes when it is put aside
 * @param rotateCount how many of those are kept; 0 when somebody else rotates
 */
record RotatedFile(Path path, long rotateBytes, int rotateCount) {

  /** Whether nothing was written to it yet. */
  boolean isNew() throws IOException {
    return !Files.exists(path, LinkOption.NOFOLLOW_LINKS) || Files.size(path) == 0;
  }

  /**
   * Appends lines; they are on the disk when it returns.
   *
   * @param known its length as it is remembered
   * @return its length afterwards
   */
  long append(String lines, long known) throws IOException {
    Path folder = path.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return AppendedFile.append(path, lines, known, Integer.MAX_VALUE);
  }

  boolean isLarge(long length) {
    return rotateCount > 0 && length >= rotateBytes;
  }

  /**
   * Lets the oldest go unless there is room for one more, or nothing to put aside. That there is
   * room says how far a rotation came that was broken off: the next goes on from there.
   */
  void dropOldest() throws IOException {
    if (!isNew() && firstFree() > rotateCount) {
      Files.deleteIfExists(aside(rotateCount, ".gz"));
      Files.deleteIfExists(aside(rotateCount, ""));
    }
  }

  /** Puts the file aside, if there is something in it. */
  void rotate() throws IOException {
    if (isNew()) {
      return;
    }
    dropOldest();
    for (int i = firstFree() - 1; i >= 1; i--) {
      if (Files.exists(aside(i, ""), LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(aside(i, ".gz")); // the same, of a compression that was broken off
      }
      move(aside(i, ""), aside(i + 1, ""));
      move(aside(i, ".gz"), aside(i + 1, ".gz"));
    }
    move(path, aside(1, ""));
  }

  /** The lowest number under which nothing is put aside. */
  private int firstFree() {
    int number = 1;
    while (number <= rotateCount
        && (Files.exists(aside(number, ""), LinkOption.NOFOLLOW_LINKS)
            || Files.exists(aside(number, ".gz"), LinkOption.NOFOLLOW_LINKS))) {
      number++;
    }
    return number;
  }

  /** Compresses what was put aside; what a crash left uncompressed, too. */
  void compress() throws IOException {
    for (int i = 1; i <= rotateCount; i++) {
      Path plain = aside(i, "");
      if (Files.isRegularFile(plain, LinkOption.NOFOLLOW_LINKS)) {
        compress(plain, aside(i, ".gz"));
      }
    }
  }

  private static void compress(Path plain, Path packed) throws IOException {
    Path half = packed.resolveSibling(packed.getFileName() + ".tmp");
    Files.deleteIfExists(half);
    Files.createFile(
        half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    try {
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(half))) {
        Files.copy(plain, out);
      }
      Files.setLastModifiedTime(half, Files.getLastModifiedTime(plain));
      Files.move(half, packed, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half); // half of it on a full disk helps nobody
    }
    Files.delete(plain);
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Path aside(int number, String packed) {
    return path.resolveSibling(path.getFileName() + "." + number + packed);
  }
}
