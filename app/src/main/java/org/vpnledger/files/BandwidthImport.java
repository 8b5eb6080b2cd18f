package org.vpnledger.files;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.vpnledger.store.ImportedReading;

/** Reads {@code bandwidth-*.log} files, also compressed ones. */
public final class BandwidthImport {
  /** Longer lines are none of ours. */
  private static final int LONGEST_LINE = 4_096;

  /**
   * What was found.
   *
   * @param readings lines that are readings
   * @param skipped lines that are not, without empty ones
   * @param firstSkipped the number of the first of these, 0 if none
   */
  public record Result(long readings, long skipped, long firstSkipped) {}

  private BandwidthImport() {}

  /**
   * Reads a file.
   *
   * @param latest readings later than this are none: nobody has read a counter tomorrow
   * @param readings takes each reading
   * @param progress takes the bytes of the file that have been read so far, now and then
   */
  public static Result read(
      Path file, Instant latest, Consumer<ImportedReading> readings, LongConsumer progress)
      throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        Counting counted = new Counting(raw);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    isCompressed(file) ? new GZIPInputStream(counted, 65_536) : counted,
                    StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)),
                65_536)) {
      return read(lines, latest, readings, progress, counted);
    }
  }

  private static Result read(
      BufferedReader lines,
      Instant latest,
      Consumer<ImportedReading> readings,
      LongConsumer progress,
      Counting counted)
      throws IOException {
    long number = 0;
    long found = 0;
    long firstSkipped = 0;
    StringBuilder line = new StringBuilder();
    long blank = 0;
    while (nextLine(lines, line)) {
      number++;
      if (number % 1_000 == 0) {
        progress.accept(counted.count);
      }
      ImportedReading reading =
          line.length() > LONGEST_LINE ? null : BandwidthLine.parse(line.toString());
      if (reading != null && !reading.at().isAfter(latest)) {
        readings.accept(reading);
        found++;
      } else if (line.isEmpty()) {
        blank++;
      } else if (firstSkipped == 0) {
        firstSkipped = number;
      }
    }
    progress.accept(counted.count);
    return new Result(found, number - blank - found, firstSkipped);
  }

  /** Reads a line of at most a bounded length; the rest of a longer one is passed over. */
  private static boolean nextLine(BufferedReader in, StringBuilder line) throws IOException {
    line.setLength(0);
    int c = in.read();
    if (c < 0) {
      return false;
    }
    while (c >= 0 && c != '\n') {
      if (line.length() <= LONGEST_LINE && c != '\r') {
        line.append((char) c);
      }
      c = in.read();
    }
    return true;
  }

  /** By its first bytes, whatever it is called: gzip's are 1f 8b (RFC 1952). */
  public static boolean isCompressed(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    }
  }

  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      count += c < 0 ? 0 : 1;
      return c;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
