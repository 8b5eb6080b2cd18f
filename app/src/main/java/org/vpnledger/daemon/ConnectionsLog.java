package org.vpnledger.daemon;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** {@code connections.log}, to which every check appends what it printed. */
final class ConnectionsLog {
  private static final String NAME = "connections.log";

  private final Path folder;

  /** In the log folder, which is made if it is not there. */
  ConnectionsLog(Path folder) {
    this.folder = folder;
  }

  Path file() {
    return folder.resolve(NAME);
  }

  /**
   * Appends by a single write, so that two checks at once do not mix their lines. What is not a
   * plain file is refused: a link would lead elsewhere, and a pipe may keep the writer waiting.
   */
  void append(String text) throws IOException {
    Files.createDirectories(folder);
    if (Files.exists(file(), NOFOLLOW_LINKS) && !Files.isRegularFile(file(), NOFOLLOW_LINKS)) {
      throw new FileSystemException(file().toString(), null, "not a plain file: remove it");
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file(),
            Set.of(CREATE, WRITE, APPEND, NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")))) {
      channel.write(bytes);
      if (bytes.hasRemaining()) {
        throw new FileSystemException(file().toString(), null, "no space for all of it");
      }
    }
  }
}
