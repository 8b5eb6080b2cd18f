package org.vpnledger.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Directory;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.LedgerWriter;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.ReadingRow;

/**
 * Appends committed readings to {@code bandwidth-YYYY-MM.log}, a file a month of the ledger's zone.
 * A reaction: it works behind its own cursor, and a crash between the file and the cursor repeats
 * or loses no line.
 */
public final class BandwidthFiles {
  private static final String CURSOR = "bandwidth";
  private static final int BATCH = 5_000;

  private final Path folder;
  private final boolean usageColumns;
  private final Housekeeping housekeeping;

  /**
   * A writer into that folder.
   *
   * @param usageColumns whether lines end with the usage since the line before
   * @param keepDays how long files of past months are kept
   */
  public BandwidthFiles(Path folder, boolean usageColumns, int keepDays) {
    this.folder = folder;
    this.usageColumns = usageColumns;
    this.housekeeping = new Housekeeping(folder, keepDays);
  }

  /** The file of that month. */
  static Path file(Path folder, YearMonth month) {
    return folder.resolve("bandwidth-" + month + ".log");
  }

  /**
   * Writes what was read since the last time, then compresses and deletes what is old.
   *
   * @throws IOException when the folder cannot be written; nothing is lost, the next call catches
   *     up
   */
  public void catchUp(LedgerReader reader, LedgerWriter writer, Instant now) throws IOException {
    Cursor cursor = Cursor.parse(writer.cursor(CURSOR));
    Directory peers = null;
    while (true) {
      List<ReadingRow> readings = reader.readingsAfter(cursor.lastReading(), BATCH);
      if (readings.isEmpty()) {
        break;
      }
      if (peers == null) {
        Files.createDirectories(folder);
        peers = Directory.of(reader);
      }
      for (Map.Entry<YearMonth, List<ReadingRow>> month : byMonth(readings, reader).entrySet()) {
        Path file = file(folder, month.getKey());
        long end = append(file, text(month.getValue(), peers, reader), cursor);
        cursor = new Cursor(month.getValue().getLast().id(), file.getFileName().toString(), end);
        writer.moveCursor(CURSOR, cursor.toString());
      }
    }
    if (peers != null) {
      housekeeping.run(
          YearMonth.from(reader.calendar().dateOf(now)), reader.calendar().dateOf(now));
    }
  }

  private static Map<YearMonth, List<ReadingRow>> byMonth(
      List<ReadingRow> readings, LedgerReader reader) {
    Map<YearMonth, List<ReadingRow>> months = new LinkedHashMap<>();
    YearMonth last = null;
    for (ReadingRow reading : readings) {
      YearMonth month = YearMonth.from(reader.calendar().dateOf(reading.at()));
      // A clock that was put back over a month's end: the order of readings comes first.
      if (last != null && !month.equals(last)) {
        month = month.isBefore(last) ? last : month;
      }
      months.computeIfAbsent(month, _ -> new ArrayList<>()).add(reading);
      last = month;
    }
    return months;
  }

  private String text(List<ReadingRow> readings, Directory peers, LedgerReader reader) {
    StringBuilder lines = new StringBuilder(readings.size() * 110);
    for (ReadingRow reading : readings) {
      PeerRow peer = peers.get(reading.peer());
      ZoneId zone = reader.calendar().zoneAt(reading.at());
      lines.append(
          BandwidthLine.format(
              reading.at(),
              zone,
              peer.key(),
              peer.name(),
              reading.counters(),
              usageColumns ? reading.used() : null));
    }
    return lines.toString();
  }

  /**
   * Appends, unless a crash came between an earlier append and its cursor: then what stands behind
   * the cursor's place is the beginning of this very text, and only its rest is written.
   *
   * @return the file's length afterwards
   */
  private static long append(Path file, String text, Cursor cursor) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            file,
            java.util.Set.of(
                StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")))) {
      long start = channel.size();
      int done = 0;
      long known = file.getFileName().toString().equals(cursor.file()) ? cursor.length() : 0;
      if (start > known && start - known <= bytes.length) {
        byte[] behind = new byte[(int) (start - known)];
        readFully(channel, known, behind);
        if (java.util.Arrays.equals(behind, 0, behind.length, bytes, 0, behind.length)) {
          done = behind.length;
        }
      }
      ByteBuffer rest = ByteBuffer.wrap(bytes, done, bytes.length - done);
      long position = start;
      while (rest.hasRemaining()) {
        position += channel.write(rest, position);
      }
      channel.force(true);
      return position;
    }
  }

  private static void readFully(FileChannel channel, long from, byte[] into) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into);
    while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
      // one read need not give all
    }
  }

  /**
   * How far the files have come.
   *
   * @param lastReading the number of the last reading that is in a file
   * @param file the file it is in, empty before the first
   * @param length that file's length behind it
   */
  private record Cursor(long lastReading, String file, long length) {
    static Cursor parse(@Nullable String text) {
      if (text == null) {
        return new Cursor(0, "", 0);
      }
      String[] parts = text.split(" ", 3);
      return new Cursor(Long.parseLong(parts[0]), parts[2], Long.parseLong(parts[1]));
    }

    @Override
    public String toString() {
      return lastReading + " " + length + " " + file;
    }
  }
}
