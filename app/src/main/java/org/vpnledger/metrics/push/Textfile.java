package org.vpnledger.metrics.push;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.vpnledger.metrics.Format;
import org.vpnledger.metrics.MetricsPages;
import org.vpnledger.metrics.Rendering;

/**
 * A file for node_exporter's textfile collector, which is replaced as a whole, so that nobody reads
 * half of it. Without anything to say there is no file: an old one would look as if all were well.
 */
public final class Textfile implements Target {
  private final Path file;
  private final Path unfinished;
  private boolean written;

  /** At this path, in a folder that exists. */
  public Textfile(Path file) {
    this.file = file;
    // The collector reads names that end in .prom only.
    this.unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
  }

  @Override
  public String name() {
    return "metrics.textfile";
  }

  @Override
  public void send(MetricsPages pages) throws IOException {
    Rendering page = pages.page(MetricsPages.DEFAULT, Format.PROMETHEUS, false);
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder: name a file in it");
    }
    try {
      if (page.status() != 200) {
        if (written) {
          Files.deleteIfExists(file);
          written = false;
        }
        return;
      }
      Files.deleteIfExists(unfinished);
      try (OutputStream out = Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW)) {
        for (byte[] chunk : page.body()) {
          out.write(chunk);
        }
      }
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = true;
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": its folder does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException(
          file + ": permission denied; in the service's sandbox add ReadWritePaths for it", e);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Who is not running says nothing; what somebody else wrote there stays. */
  @Override
  public void close() {
    try {
      if (written) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
