package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.MachineRow;

/** The table of the machine's own figures. */
final class MachineTable {
  private static final double HUNDREDTHS = 100;

  private MachineTable() {}

  static List<MachineRow> read(Query query, Instant from, Instant to) {
    return query.list(
        "SELECT at_s, disk_hundredths, memory_total, memory_used, load_1, load_5, load_15,"
            + " processes FROM machine WHERE at_s >= ? AND at_s < ? ORDER BY at_s LIMIT "
            + LedgerReader.MOST_ROWS,
        row ->
            new MachineRow(
                Instant.ofEpochSecond(row.number()),
                percent(row.nullableNumber()),
                row.nullableNumber(),
                row.nullableNumber(),
                row.nullableReal(),
                row.nullableReal(),
                row.nullableReal(),
                row.nullableNumber()),
        from.getEpochSecond(),
        to.getEpochSecond());
  }

  /** Replaces one of the same second. */
  static void save(Connection connection, MachineRow sample) throws SQLException {
    write("INSERT OR REPLACE", connection, sample);
  }

  /** Unless there is one of the same second. */
  static void add(Connection connection, MachineRow sample) throws SQLException {
    write("INSERT OR IGNORE", connection, sample);
  }

  private static void write(String insertOr, Connection connection, MachineRow sample)
      throws SQLException {
    Double percent = sample.diskPercent();
    try (PreparedStatement insert =
        connection.prepareStatement(
            insertOr
                + " INTO machine (at_s, disk_hundredths, memory_total, memory_used,"
                + " load_1, load_5, load_15, processes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      new Row.Writer(insert)
          .put(sample.at().getEpochSecond())
          .putNullable(percent == null ? null : Long.valueOf(Math.round(percent * HUNDREDTHS)))
          .putNullable(sample.memoryTotalBytes())
          .putNullable(sample.memoryUsedBytes())
          .putNullable(sample.load1())
          .putNullable(sample.load5())
          .putNullable(sample.load15())
          .putNullable(sample.processes());
      insert.executeUpdate();
    }
  }

  private static @Nullable Double percent(@Nullable Long hundredths) {
    return hundredths == null ? null : hundredths / HUNDREDTHS;
  }
}
