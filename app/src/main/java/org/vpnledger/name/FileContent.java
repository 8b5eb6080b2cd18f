package org.vpnledger.name;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads files that hold secrets, so that only the array that is returned holds them afterwards,
 * which the caller wipes. The JDK's own ways to read a file into an array copy it through buffers
 * that a thread keeps, or frees as they are.
 */
public final class FileContent {
  /** The largest file that is read: some 25,000 clients of wg-easy. */
  public static final int MAX_BYTES = 16 << 20;

  private FileContent() {}

  /** The whole file. */
  static byte[] of(Path path, String shown) throws IOException, NameFileException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return of(channel, shown);
    }
  }

  /** The whole file that is open. */
  public static byte[] of(FileChannel channel, String shown) throws IOException, NameFileException {
    long size = channel.size();
    if (size > MAX_BYTES) {
      throw new NameFileException(shown + ": larger than " + (MAX_BYTES >> 20) + " MiB");
    }
    return head(channel, (int) size);
  }

  /** So many bytes from the file's beginning, or as many as there are. */
  public static byte[] head(FileChannel channel, int size) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(Math.max(size, 1));
      try {
        ByteBuffer buffer = segment.asByteBuffer().limit(size);
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
          // a read may return less than was asked for
        }
        byte[] content = new byte[buffer.position()];
        buffer.flip().get(content);
        return content;
      } finally {
        segment.fill((byte) 0);
      }
    }
  }
}
