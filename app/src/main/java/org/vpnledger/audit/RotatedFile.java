package org.vpnledger.audit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
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

  /** Its length in bytes, 0 if it is not there. */
  long length() throws IOException {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0;
  }

  /** How many lines its first so many bytes are. */
  long lines(long bytes) throws IOException {
    if (bytes == 0 || length() == 0) {
      return 0;
    }
    long lines = 0;
    try (InputStream in =
        new BufferedInputStream(Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS))) {
      long left = bytes;
      int last = '\n';
      for (int c = in.read(); c >= 0 && left > 0; c = in.read(), left--) {
        lines += c == '\n' ? 1 : 0;
        last = c;
      }
      return last == '\n' ? lines : lines + 1; // half a line is ended before ours begin
    }
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

  /** Puts the file aside and makes room for it; the oldest goes. */
  void rotate() throws IOException {
    Files.deleteIfExists(aside(rotateCount, ""));
    Files.deleteIfExists(aside(rotateCount, ".gz"));
    for (int i = rotateCount - 1; i >= 1; i--) {
      move(aside(i, ""), aside(i + 1, ""));
      move(aside(i, ".gz"), aside(i + 1, ".gz"));
    }
    move(path, aside(1, ""));
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
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(half))) {
      Files.copy(plain, out);
    }
    Files.setLastModifiedTime(half, Files.getLastModifiedTime(plain));
    Files.move(half, packed, StandardCopyOption.ATOMIC_MOVE);
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
