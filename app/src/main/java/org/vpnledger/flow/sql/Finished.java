package org.vpnledger.flow.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there whole or not at all: written under a hidden name in the folder where it
 * shall be, brought to the disk, then renamed. What a crash leaves under the hidden name is written
 * over next time.
 */
final class Finished {
  private Finished() {}

  /** What writes the file's content. */
  interface Content<E extends Exception> {
    void writeTo(Path hidden) throws IOException, E;
  }

  /** Makes the file, or replaces it. */
  static <E extends Exception> void write(Path file, Content<E> content) throws IOException, E {
    Path folder = folder(file);
    folders(folder);
    Path hidden = folder.resolve("." + file.getFileName() + ".tmp");
    Files.deleteIfExists(hidden);
    content.writeTo(hidden);
    try (FileChannel channel = FileChannel.open(hidden, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(folder);
  }

  /** Brings to the disk which files a folder has. */
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Makes a folder and those above it, to last. */
  private static void folders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.getParent();
    if (above != null) {
      folders(above);
    }
    Files.createDirectories(folder);
    if (above != null) {
      force(above);
    }
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException(file + " is no file");
    }
    return folder;
  }
}
