package org.vpnledger.flow.sql;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A compressed CSV file: the header, the rows, and a last line about them. Each is compressed by
 * itself; both compressions are files that may follow one another.
 */
final class CsvFile {
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xa0};
  private static final int TAIL = 8192; // the last line and more

  private CsvFile() {}

  /** Puts it together around rows that are compressed already. */
  static void write(Path file, Format format, String header, Path rows, String last)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(compressed(header, format));
      Files.copy(rows, out);
      out.write(compressed(last, format));
    }
  }

  /**
   * Whether its last line is there: what was cut off has none, and would be read as far as it goes
   * without a word.
   */
  static boolean isWhole(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      byte[] tail = new byte[(int) Math.min(size, TAIL)];
      ByteBuffer bytes = ByteBuffer.wrap(tail);
      while (bytes.hasRemaining()
          && channel.read(bytes, size - tail.length + bytes.position()) >= 0) {}
      boolean zstd = file.toString().endsWith(Format.CSV_ZSTD.extension());
      for (int at = tail.length - 3; at >= 0; at--) {
        if (zstd ? isZstdLine(tail, at) : isGzipLine(tail, at)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a frame of {@link #zstd} begins there and ends at the end. */
  private static boolean isZstdLine(byte[] tail, int at) {
    int text = at + ZSTD.length + 7;
    return text + 1 < tail.length
        && Arrays.equals(tail, at, at + ZSTD.length, ZSTD, 0, ZSTD.length)
        && ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(at + ZSTD.length)
            == tail.length - text
        && isLine(tail, text, tail.length);
  }

  private static boolean isGzipLine(byte[] tail, int at) {
    if (tail[at] != 0x1f || tail[at + 1] != (byte) 0x8b || tail[at + 2] != 8) {
      return false;
    }
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(tail, at, tail.length - at))) {
      byte[] text = in.readNBytes(TAIL);
      return isLine(text, 0, text.length);
    } catch (IOException e) {
      return false; // no member begins here
    }
  }

  private static boolean isLine(byte[] text, int from, int to) {
    return to - from > 2 && text[from] == '#' && text[from + 1] == ' ' && text[to - 1] == '\n';
  }

  private static byte[] compressed(String line, Format format) throws IOException {
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    switch (format) {
      case PARQUET -> throw new IllegalArgumentException("Parquet is no text");
      case CSV_GZIP -> {
        try (GZIPOutputStream gzip = new GZIPOutputStream(frame)) {
          gzip.write(text);
        }
      }
      case CSV_ZSTD -> zstd(text, frame);
    }
    return frame.toByteArray();
  }

  /**
   * A frame of one block that is not compressed, RFC 8878 3.1.1:
   *
   * <pre>
   * magic  28 b5 2f fd | descriptor: 4 bytes of size, one segment  a0 | size, 4 bytes
   * block  3 bytes: size &lt;&lt; 3 | raw (0) &lt;&lt; 1 | last (1) | the line
   * </pre>
   */
  static void zstd(byte[] line, OutputStream out) throws IOException {
    out.write(ZSTD);
    little(line.length, 4, out);
    little(line.length << 3 | 1, 3, out);
    out.write(line);
  }

  private static void little(int value, int bytes, OutputStream out) throws IOException {
    for (int i = 0; i < bytes; i++) {
      out.write(value >>> (8 * i));
    }
  }
}
