package org.vpnledger.flow.sql;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A closed file of rows in the folder of its hour, sorted by time.
 *
 * @param path where it lies
 * @param id its journal's: ns since 1970 when that began
 */
record Segment(Path path, String id) {
  /** With a part of its digest where the store had another object under its name. */
  private static final Pattern NAME =
      Pattern.compile("(\\d{1,19})(~[0-9a-f]{12})?\\.(parquet|csv\\.zst|csv\\.gz)");

  private static final Pattern JOURNAL = Pattern.compile("([a-z]+)-(\\d{1,19})\\.csv");

  /** Absent if the name is none of a segment's. */
  static @Nullable Segment of(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    return name.matches() ? new Segment(path, name.group(1)) : null;
  }

  /** The number in a journal's name, absent if it is none of that data set. */
  static @Nullable String journal(Path path, Dataset dataset) {
    Matcher name = JOURNAL.matcher(path.getFileName().toString());
    return name.matches() && name.group(1).equals(dataset.folder()) ? name.group(2) : null;
  }

  boolean isParquet() {
    return path.toString().endsWith(".parquet");
  }

  /** Whether it was written to its end, as far as its end tells. */
  boolean isWhole() {
    return isParquet() ? ParquetFile.isWhole(path) : CsvFile.isWhole(path);
  }

  String name() {
    return path.getFileName().toString();
  }
}
