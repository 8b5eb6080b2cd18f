package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.store.UsageRow;

class CorrectionsTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final String CLOSED =
      "SELECT 'hour', start_s, peer, rx, tx, est FROM bucket_hour WHERE start_s = %d"
          + " UNION ALL SELECT resolution, start_s, tunnel, rx, tx, est FROM tunnel_bucket"
          + " WHERE resolution = 1 AND start_s = %d";

  @TempDir Path folder;

  @Test
  void a_bucket_that_is_closed_twice_gets_a_correction_and_its_row_never_changes() {
    try (KeptLedger kept = new KeptLedger(folder.resolve("ledger.db"), ZoneId.of("UTC"))) {
      SteadyTunnel tunnel = new SteadyTunnel("wg0", NOON.plusSeconds(3_000));
      kept.read(tunnel.read());
      kept.read(tunnel.pass(Duration.ofSeconds(30)).move(1_000).read());
      kept.read(tunnel.pass(Duration.ofMinutes(20)).read()); // 13:10, noon's hour is closed
      List<String> closed = kept.rows(CLOSED.replace("%d", "" + NOON.getEpochSecond()));
      assertThat(closed).hasSize(2);

      for (int times = 1; times <= 3; times++) {
        kept.read(tunnel.step(Duration.ofMinutes(-40)).pass(Duration.ofSeconds(5)).read());
        kept.read(tunnel.pass(Duration.ofSeconds(5)).move(100).read());
        kept.read(tunnel.pass(Duration.ofMinutes(39)).pass(Duration.ofSeconds(50)).read());

        assertThat(kept.rows(CLOSED.replace("%d", "" + NOON.getEpochSecond()))).isEqualTo(closed);
        assertThat(
                kept.rows(
                    "SELECT sum(rx), sum(tx), count(*), count(peer) FROM correction"
                        + " WHERE resolution = 1"))
            .containsExactly("%d|%d|%d|%d".formatted(200 * times, 200 * times, 2 * times, times));
        try (SqliteReader reader = kept.reader()) {
          Instant to = NOON.plusSeconds(3_600);
          assertThat(reader.peerUsage(Resolution.HOUR, NOON, to, null)).hasSize(1);
          assertThat(rx(reader.peerUsage(Resolution.HOUR, NOON, to, null)))
              .isEqualTo(1_000 + 100 * times);
          assertThat(rx(reader.tunnelUsage(Resolution.HOUR, NOON, to)))
              .isEqualTo(1_000 + 100 * times);
          assertThat(reader.peerTotals(Resolution.DAY, NOON.minusSeconds(43_200), to).values())
              .singleElement()
              .satisfies(day ->
                  assertThat(day.txBytes())
                      .isEqualTo(kept.state().tunnel(tunnel.id()).sums().day().txBytes()));
        }
      }
    }
  }

  private static long rx(List<UsageRow> rows) {
    return rows.stream().mapToLong(row -> row.amount().rxBytes()).sum();
  }
}
