package org.vpnledger.source.openvpn;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;

/** A regular file's bytes at one moment, or as near to that as reading comes. */
final class FileMoment {
  private static final int MOST_BYTES = 64 << 20;
  private static final String NO_FILE =
      "is not a regular file: name the one that the server writes, its setting 'status'";

  private final byte[] bytes;
  private final Instant modified;

  /** Whether it looked the same before and after it was read. */
  private final boolean still;

  private FileMoment(byte[] bytes, Instant modified, boolean still) {
    this.bytes = bytes;
    this.modified = modified;
    this.still = still;
  }

  /**
   * Reads it. Whatever has this name, nothing waits: it is opened without, and only what is open is
   * asked what it is, so that no pipe can take the file's place in between.
   *
   * @throws IOException with what to do about it, without the file's name
   */
  static FileMoment of(Path path) throws IOException {
    try (Descriptor descriptor = Descriptor.openFile(path.toString())) {
      // The name of what is open: it leads there even if the path now leads elsewhere.
      Path open = Path.of("/proc/self/fd", Integer.toString(descriptor.number()));
      BasicFileAttributes before = attributes(open);
      byte[] bytes = before.size() == 0 ? new byte[0] : bytes(open, (int) before.size());
      BasicFileAttributes after = attributes(open);
      boolean still =
          bytes.length == before.size()
              && before.size() == after.size()
              && before.lastModifiedTime().equals(after.lastModifiedTime());
      return new FileMoment(bytes, after.lastModifiedTime().toInstant(), still);
    } catch (KernelException e) {
      throw new IOException(advice(e), e);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw new IOException("cannot be read without /proc", e);
    }
  }

  /** All that was in it; not a copy. */
  byte[] bytes() {
    return bytes;
  }

  /** When it was last written. */
  Instant modified() {
    return modified;
  }

  /**
   * Whether nobody was writing it: it was left alone for so long, or it is still what it was at an
   * earlier moment.
   *
   * @param now by the clock that the file's time is of
   */
  boolean hasSettled(Duration stillness, Instant now, @Nullable FileMoment earlier) {
    return still
        && (modified.plus(stillness).isBefore(now)
            || (earlier != null
                && modified.equals(earlier.modified)
                && bytes.length == earlier.bytes.length));
  }

  private static BasicFileAttributes attributes(Path open) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(open, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new IOException("is a folder: name the status file in it");
    }
    if (!attributes.isRegularFile()) {
      throw new IOException(NO_FILE);
    }
    if (attributes.size() > MOST_BYTES) {
      throw new IOException(
          "is larger than "
              + (MOST_BYTES >> 20)
              + " MiB: no status file is; name the one of the server's setting 'status'");
    }
    return attributes;
  }

  private static byte[] bytes(Path open, int size) throws IOException {
    try (InputStream in = new FileInputStream(open.toFile())) {
      return in.readNBytes(size);
    }
  }

  private static String advice(KernelException e) {
    return switch (e.errno()) {
      case Errno.ENOENT ->
          "does not exist: is it the one of the server's setting 'status', and does the server run?";
      case Errno.EACCES, Errno.EPERM ->
          "may not be read: run as root, or let this user's group read it (chgrp, chmod g+r; the"
              + " server keeps the mode that a file has)";
      case Errno.ENXIO -> NO_FILE;
      default -> "cannot be opened: " + Errno.name(e.errno());
    };
  }
}
