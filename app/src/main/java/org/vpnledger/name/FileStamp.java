package org.vpnledger.name;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells without reading that a file is still the one that was read.
 *
 * @param inode device and inode: a file that was moved into place may be old and of the same size
 */
record FileStamp(FileTime modified, long size, @Nullable Object inode) {
  /** Coarser than any file system's clock that is in use. */
  private static final Duration GRANULARITY = Duration.ofSeconds(2);

  /**
   * @return absent if there is no such file
   * @throws IOException also for what is not a file: reading a pipe would never end
   */
  static @Nullable FileStamp of(Path path) throws IOException {
    BasicFileAttributes attributes = attributes(path);
    if (attributes == null) {
      return null;
    }
    if (!attributes.isRegularFile()) {
      throw new IOException("not a regular file");
    }
    return of(attributes);
  }

  /**
   * The same of a folder, which changes when files come or go.
   *
   * @return absent if there is none
   */
  static @Nullable FileStamp ofFolder(Path path) throws IOException {
    BasicFileAttributes attributes = attributes(path);
    return attributes == null || !attributes.isDirectory() ? null : of(attributes);
  }

  private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static FileStamp of(BasicFileAttributes attributes) {
    return new FileStamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
  }

  /** Whether a write after {@code now} is certain to change the stamp. */
  boolean isSettled(Instant now) {
    return Duration.between(modified.toInstant(), now).abs().compareTo(GRANULARITY) > 0;
  }
}
