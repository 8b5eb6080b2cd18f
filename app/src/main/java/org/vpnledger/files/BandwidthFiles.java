package org.vpnledger.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  /**
   * The cursor, whose text begins with the number of the last reading that is in a file, then what
   * only this class knows.
   */
  public static final String CURSOR = "bandwidth";

  private static final int BATCH = 5_000;

  /** The length of {@code 1759954165,}. */
  private static final int TIMESTAMP = 11;

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
        String name = file.getFileName().toString();
        long known = name.equals(cursor.file()) ? cursor.length() : 0;
        long end =
            AppendedFile.append(file, text(month.getValue(), peers, reader), known, TIMESTAMP);
        cursor = new Cursor(month.getValue().getLast().id(), name, end);
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
