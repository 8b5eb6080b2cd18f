package org.vpnledger.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vpnledger.calendar.Bucket;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.ReadingRow;
import org.vpnledger.vpn.Counters;

/**
 * The views of {@code wg-stats}, to the byte. They call what the server received "Downloaded",
 * which is the client's upload, and 1,048,576 bytes an MB; all other views say which side they
 * mean.
 */
public final class WgStats {
  private static final String HEADINGS = "  Downloaded |     Uploaded |        Total\n";

  private final LedgerReader reader;
  private final Directory peers;
  private final Instant now;
  private final ZoneId zone;

  /** Over one open store, as of a moment. */
  public WgStats(LedgerReader reader, Directory peers, Instant now) {
    this.reader = reader;
    this.peers = peers;
    this.now = now;
    this.zone = reader.calendar().zoneAt(now);
  }

  /** The month's usage of every client, with what was carried in; also of those without any. */
  public String summary() {
    Bucket month = reader.calendar().bucketOf(Resolution.MONTH, now);
    Map<Long, Amount> amounts =
        new UsageReport(reader, peers, now).withCarriedIn(new Span(month.start(), month.end()));
    StringBuilder out = new StringBuilder("=== Bandwidth Summary (Current Month) ===\n");
    out.append("%-25s | ".formatted("Client")).append(HEADINGS);
    for (PeerRow peer : peers.all()) {
      Amount amount = amounts.get(peer.id());
      if (amount != null || peer.listed()) {
        out.append(Width.pad(Directory.nameOf(peer), 25) + " | ")
            .append(amounts(amount == null ? Amount.ZERO : amount));
      }
    }
    return out.toString();
  }

  /** Today's readings, the last of each client and minute, without those that show nothing. */
  public String today() {
    Bucket day = reader.calendar().bucketOf(Resolution.DAY, now);
    List<ReadingRow> readings = reader.readings(day.start(), day.end(), null);
    StringBuilder out =
        new StringBuilder(
            "=== Bandwidth Today (%s) ===\n".formatted(reader.calendar().dateOf(now)));
    out.append("%-10s | %-25s | ".formatted("Time", "Client")).append(HEADINGS);
    for (ReadingRow reading : lastOfMinute(readings)) {
      if (!reading.counters().isZero()) {
        out.append(
                "%-10s | %s | "
                    .formatted(Units.time(reading.at(), zone).substring(11, 16), nameOf(reading)))
            .append(amounts(reading.counters()));
      }
    }
    return out.toString();
  }

  private record Minute(long peer, long minute) {}

  private static List<ReadingRow> lastOfMinute(List<ReadingRow> readings) {
    Set<Minute> seen = new HashSet<>();
    List<ReadingRow> last = new ArrayList<>();
    for (ReadingRow reading : readings.reversed()) {
      if (seen.add(new Minute(reading.peer(), reading.at().getEpochSecond() / 60))) {
        last.add(reading);
      }
    }
    return last.reversed();
  }

  /**
   * The readings of some clients in a span.
   *
   * @param asked what was typed
   */
  public String client(String asked, List<PeerRow> clients, Span span) {
    StringBuilder out =
        new StringBuilder("=== Bandwidth History for: %s ===\n".formatted(SafeText.plain(asked)));
    out.append("%-20s | ".formatted("Time")).append(HEADINGS);
    for (ReadingRow reading : reader.readings(span.from(), span.to(), Directory.idsOf(clients))) {
      out.append(Units.time(reading.at(), zone)).append(" | ").append(amounts(reading.counters()));
    }
    return out.toString();
  }

  /** The last ten readings. */
  public String latest() {
    StringBuilder out = new StringBuilder("=== Latest Bandwidth Readings ===\n");
    out.append("%-20s | %-25s | ".formatted("Time", "Client")).append(HEADINGS);
    for (ReadingRow reading : reader.lastReadings(10)) {
      out.append("%-20s| %s | ".formatted(Units.time(reading.at(), zone), nameOf(reading)))
          .append(amounts(reading.counters()));
    }
    return out.toString();
  }

  /** The current month, which is what a client's history shows unless more is asked for. */
  public Span month() {
    ZonedDateTime start = now.atZone(zone).toLocalDate().withDayOfMonth(1).atStartOfDay(zone);
    return new Span(start.toInstant(), start.plusMonths(1).toInstant());
  }

  private String nameOf(ReadingRow reading) {
    return Width.pad(
        peers.has(reading.peer()) ? Directory.nameOf(peers.get(reading.peer())) : "Unknown", 25);
  }

  private static String amounts(Amount amount) {
    return amounts(amount.rxBytes(), amount.txBytes());
  }

  private static String amounts(Counters counters) {
    return amounts(counters.rxBytes(), counters.txBytes());
  }

  private static String amounts(long rx, long tx) {
    return Megabytes.padded(rx)
        + " | "
        + Megabytes.padded(tx)
        + " | "
        + Megabytes.padded(rx + tx)
        + "\n";
  }
}
