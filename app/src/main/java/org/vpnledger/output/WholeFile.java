package org.vpnledger.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that is replaced as a whole, so that nobody reads half of it. It is written beside itself,
 * under its name with {@code .unfinished}, and renamed; mode 0644. A symbolic link in its place is
 * replaced, never followed: the folder may belong to somebody with fewer rights.
 */
public final class WholeFile {
  private static final String ADVICE = "; in the service's sandbox add ReadWritePaths for it";

  private final Path file;
  private final Path unfinished;

  /** What is written. */
  public interface Content {
    /** Writes all of it; what it throws, the caller of {@link #replace} is told. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** At this path, in a folder that exists. */
  public WholeFile(Path file) {
    this.file = file;
    this.unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /**
   * Puts the content in place of what is there.
   *
   * @throws IOException with one line for people; then what was there is there still
   */
  public void replace(Content content) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + ": is a folder: name a file in it");
    }
    try {
      Files.deleteIfExists(unfinished); // a crash may have left it
      try {
        write(content);
        Files.move(
            unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": its folder does not exist: make it", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": permission denied" + ADVICE, e);
    } catch (FileSystemException e) {
      throw new IOException(file + ": " + reason(e), e);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private void write(Content content) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(
                unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      content.writeTo(out);
    }
    Files.getFileAttributeView(unfinished, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** Without the path, which the message begins with. */
  private static String reason(FileSystemException e) {
    String reason = e.getReason();
    String text = reason == null ? String.valueOf(e.getMessage()) : reason;
    return text.contains("Read-only") ? text + ADVICE : text;
  }

  /** Takes the file away, if it is there. */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
