package org.vpnledger.report;

import static org.vpnledger.report.Column.Kind.BYTES;
import static org.vpnledger.report.Column.Kind.DECIMAL;
import static org.vpnledger.report.Column.Kind.NUMBER;
import static org.vpnledger.report.Column.Kind.TEXT;
import static org.vpnledger.report.Column.Kind.TIME;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.MachineRow;

/** How the gateway's machine did. */
public final class MachineReport {
  private static final double PERCENT = 100;
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("sampled_at", "TIME", TIME),
          Column.of("disk_used_percent", "DISK %", DECIMAL),
          Column.of("memory_used_percent", "MEMORY %", DECIMAL),
          Column.of("memory_used_bytes", "USED", BYTES).leftOut(2),
          Column.of("memory_total_bytes", "OF", BYTES).leftOut(1),
          Column.of("load_1", "LOAD 1", DECIMAL),
          Column.of("load_5", "LOAD 5", DECIMAL),
          Column.of("load_15", "LOAD 15", DECIMAL),
          Column.of("processes", "PROCESSES", NUMBER),
          Column.hidden("gateway", TEXT));

  private MachineReport() {}

  /** The samples of the time, oldest first. */
  public static Sheet of(LedgerReader reader, Span span, Instant now) {
    return new Sheet(
        COLUMNS,
        reader.machine(span.from(), span.to()).stream()
            .map(sample -> row(reader.gatewayName(), sample))
            .toList(),
        reader.calendar().zoneAt(now));
  }

  private static List<@Nullable Object> row(String gateway, MachineRow sample) {
    Long total = sample.memoryTotalBytes();
    Long used = sample.memoryUsedBytes();
    return Arrays.asList(
        sample.at(),
        sample.diskPercent(),
        total == null || used == null || total == 0
            ? null
            : Double.valueOf(Math.round(PERCENT * PERCENT * used / total) / PERCENT),
        used,
        total,
        sample.load1(),
        sample.load5(),
        sample.load15(),
        sample.processes(),
        gateway);
  }
}
