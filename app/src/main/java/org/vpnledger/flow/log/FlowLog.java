package org.vpnledger.flow.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.FlowRecord;

/**
 * The journals of a gateway's flows, answers of DNS and totals: each row is on the disk within a
 * second, and when a journal is full or old it is given away to be made a segment of. Used by one
 * thread.
 */
public final class FlowLog implements AutoCloseable {
  private final OpenLog flows;
  private final OpenLog dns;
  private final OpenLog totals;

  /**
   * Begins with what an earlier process left behind.
   *
   * @param open the folder of journals
   * @param full takes journals; their names say what is in them
   */
  public FlowLog(Path open, Rotation rotation, InstantSource clock, Consumer<Path> full)
      throws IOException {
    OpenLog.Taker taker = (file, _, _) -> full.accept(file);
    flows = new OpenLog(open, "flows", FlowRecord.HEADER, rotation, clock, taker);
    dns = new OpenLog(open, "dns", DnsRow.HEADER, rotation, clock, taker);
    totals = new OpenLog(open, "totals", TotalRow.HEADER, rotation, clock, taker);
    flows.recover();
    dns.recover();
    totals.recover();
  }

  /** A flow is over. */
  public void write(FlowRecord flow) {
    append(flows, lines -> new FlowLines(lines).write(flow));
  }

  /** An answer of DNS passed. */
  public void write(DnsRow row) {
    append(dns, lines -> new DnsLines(lines).write(row));
  }

  /** A peer's totals. */
  public void write(TotalRow row) {
    append(
        totals,
        lines -> {
          lines.begin(256 + 4 * CsvText.MOST_BYTES);
          lines.number(row.startNs());
          lines.comma();
          lines.number(row.endNs());
          lines.comma();
          lines.text(row.gateway());
          lines.comma();
          lines.text(row.tunnel());
          lines.comma();
          lines.key(row.peer());
          lines.comma();
          lines.text(row.name() == null ? "" : row.name());
          lines.comma();
          lines.raw(row.direction().text().getBytes(StandardCharsets.US_ASCII));
          lines.comma();
          lines.number(row.packets());
          lines.comma();
          lines.number(row.bytes());
          lines.end();
        });
  }

  private static void append(OpenLog log, Consumer<Lines> row) {
    Lines lines = log.next();
    if (lines == null) {
      return;
    }
    try {
      row.accept(lines);
    } catch (UncheckedIOException e) {
      log.failed(e);
      return;
    }
    log.written();
  }

  /** To be called about once a second. */
  public void tick() {
    flows.tick();
    dns.tick();
    totals.tick();
  }

  /** How many rows found no room on the disk. */
  public long lost() {
    return flows.lost() + dns.lost() + totals.lost();
  }

  /** What the disk last refused, absent if it takes everything. */
  public @Nullable String trouble() {
    for (OpenLog log : new OpenLog[] {flows, dns, totals}) {
      IOException trouble = log.trouble();
      if (trouble != null) {
        return trouble.getMessage();
      }
    }
    return null;
  }

  /** Gives all journals away. */
  @Override
  public void close() {
    flows.rotate();
    dns.rotate();
    totals.rotate();
  }
}
