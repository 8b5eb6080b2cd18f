package org.vpnledger.name;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A {@code wg0.json} of wg-easy up to version 14. It holds the private key of every client: nothing
 * but public keys and names survives a read.
 *
 * @param path where it is
 * @param required whether its absence is a problem: it is when somebody configured it
 */
public record WgEasyFile(Path path, boolean required) {
  /** The largest file that is read: some 25,000 clients. */
  public static final int MAX_BYTES = 16 << 20;

  /**
   * Reads it once.
   *
   * @throws NameFileException when the content is of no use
   * @throws IOException when it cannot be read
   */
  WgEasyParser.Clients read() throws IOException, NameFileException {
    byte[] content = content();
    try {
      return WgEasyParser.parse(path.toString(), content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * The bytes go through memory of our own that is wiped: the JDK's ways to read a file into an
   * array copy it through buffers that a thread keeps, or frees as they are.
   */
  private byte[] content() throws IOException, NameFileException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      long size = channel.size();
      if (size > MAX_BYTES) {
        throw new NameFileException(path + ": larger than " + (MAX_BYTES >> 20) + " MiB");
      }
      MemorySegment segment = arena.allocate(size);
      try {
        ByteBuffer buffer = segment.asByteBuffer();
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
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
