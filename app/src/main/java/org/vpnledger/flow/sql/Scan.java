package org.vpnledger.flow.sql;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files as tables of SQL: named one by one, with their columns' types, nothing guessed. */
final class Scan {
  private static final String COMMENT = ", comment='#'";

  private Scan() {}

  /** Whole lines of RFC 4180 under a header. */
  static String journals(Dataset dataset, List<Path> files) {
    return csv(dataset, files, "");
  }

  /** The columns of all those files, of whatever format; nothing if there are none. */
  static String segments(Dataset dataset, List<Segment> segments, List<Path> journals) {
    List<String> parts = new ArrayList<>();
    List<Path> parquet = segments.stream().filter(Segment::isParquet).map(Segment::path).toList();
    if (!parquet.isEmpty()) {
      parts.add("SELECT " + dataset.names() + " FROM " + parquet(parquet));
    }
    List<Path> csv = segments.stream().filter(one -> !one.isParquet()).map(Segment::path).toList();
    if (!csv.isEmpty()) {
      parts.add("SELECT " + dataset.names() + " FROM " + csv(dataset, csv, COMMENT));
    }
    if (!journals.isEmpty()) {
      String columns =
          String.join(", ", dataset.columns().stream().map(Dataset.DataColumn::normal).toList());
      parts.add("SELECT " + columns + " FROM " + journals(dataset, journals));
    }
    return parts.isEmpty() ? dataset.nothing() + " WHERE false" : String.join(" UNION ALL ", parts);
  }

  /** One file with whatever columns it has. */
  static String file(Dataset dataset, Path file) {
    return file.toString().endsWith(".parquet")
        ? parquet(List.of(file))
        : csv(dataset, List.of(file), COMMENT);
  }

  static String parquet(List<Path> files) {
    return "read_parquet(" + Duck.list(files) + ", hive_partitioning=false)";
  }

  private static String csv(Dataset dataset, List<Path> files, String more) {
    return "read_csv("
        + Duck.list(files)
        + ", auto_detect=false, header=true, delim=',', quote='\"', escape='\"', nullstr='',"
        + " hive_partitioning=false, max_line_size=1048576, buffer_size=4194304, columns="
        + dataset.struct()
        + more
        + ")";
  }
}
