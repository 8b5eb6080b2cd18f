package org.vpnledger.flow.sql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * A compressed CSV file: the header, the rows, and a last line about them. Each is compressed by
 * itself; both compressions are files that may follow one another.
 */
final class CsvFile {
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
    out.write(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xa0});
    little(line.length, 4, out);
    little(line.length << 3 | 1, 3, out);
    out.write(line);
  }

  private static void little(int value, int bytes, OutputStream out) throws IOException {
    for (int i = 0; i < bytes; i++) {
      out.write(value >>> 8 * i);
    }
  }
}
