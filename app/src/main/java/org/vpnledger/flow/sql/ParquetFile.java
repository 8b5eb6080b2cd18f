package org.vpnledger.flow.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What can be told of a Parquet file without reading it. */
final class ParquetFile {
  private static final int MAGIC = 4;
  private static final int TAIL = 8; // length of the footer, magic

  private ParquetFile() {}

  /** Whether it begins and ends as one: what was cut off or never written does not. */
  static boolean isWhole(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < MAGIC + TAIL) {
        return false;
      }
      ByteBuffer head = read(channel, 0, MAGIC);
      ByteBuffer tail = read(channel, size - TAIL, TAIL).order(ByteOrder.LITTLE_ENDIAN);
      long footer = Integer.toUnsignedLong(tail.getInt(0));
      return isMagic(head, 0) && isMagic(tail, MAGIC) && footer <= size - MAGIC - TAIL;
    } catch (IOException e) {
      return false;
    }
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {}
    return bytes;
  }

  private static boolean isMagic(ByteBuffer bytes, int at) {
    return new String(magic(bytes, at), StandardCharsets.ISO_8859_1).equals("PAR1");
  }

  private static byte[] magic(ByteBuffer bytes, int at) {
    byte[] magic = new byte[MAGIC];
    bytes.get(at, magic);
    return magic;
  }
}
