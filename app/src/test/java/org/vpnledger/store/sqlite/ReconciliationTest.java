package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.store.ImportedReading;
import org.vpnledger.store.Retention;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.PeerKey;

class ReconciliationTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final PeerKey ANN = SteadyTunnel.ANN;
  private static final String BOOKED =
      "SELECT resolution, start_s, t.source, sum(c.rx), sum(c.tx), sum(est) FROM correction c"
          + " JOIN tunnel t ON t.id = c.tunnel GROUP BY 1, 2, 3 HAVING sum(c.rx) <> 0 ORDER BY 1, 2";
  private static final String CARRIED =
      "SELECT at_ns, sum(rx), sum(tx) FROM carried_in GROUP BY 1 HAVING sum(rx) <> 0 ORDER BY 1";

  @TempDir Path folder;
  private KeptLedger kept;

  @BeforeEach
  void begin() {
    kept = new KeptLedger(folder.resolve("ledger.db"), BERLIN);
  }

  @AfterEach
  void close() {
    kept.close();
  }

  private static ImportedReading reading(Duration at, long rx) {
    return new ImportedReading(START.plus(at), ANN, null, new Counters(rx, rx / 2));
  }

  private static long bring(SqliteWriter writer, List<ImportedReading> readings) {
    ReadingImport bringing = writer.importer(writer.calendar(BERLIN, START));
    readings.forEach(bringing::add);
    return bringing.finish(START);
  }

  private long total(KeptLedger of) {
    return Long.parseLong(
        of.rows(
                "SELECT (SELECT coalesce(sum(rx), 0) FROM correction WHERE resolution = 3)"
                    + " + (SELECT coalesce(sum(rx), 0) FROM carried_in)"
                    + " + (SELECT coalesce(sum(rx), 0) FROM bucket_month)"
                    + " + (SELECT coalesce(sum(month_rx), 0) FROM counter)")
            .getFirst());
  }

  /** Long gaps, short ones, standstill and resets. */
  private static List<ImportedReading> life(long seed) {
    Random random = new Random(seed);
    List<ImportedReading> readings = new ArrayList<>();
    Duration at = Duration.ZERO;
    long rx = random.nextInt(1_000);
    for (int i = 0; i < 30; i++) {
      readings.add(reading(at, rx));
      at = at.plusMinutes(random.nextInt(1, random.nextInt(5) == 0 ? 200_000 : 3_000));
      rx = random.nextInt(8) == 0 ? random.nextInt(50) : rx + random.nextInt(3) * 10_000L;
    }
    return readings;
  }

  @Test
  void in_parts_and_in_any_order_is_as_good_as_at_once() {
    for (int seed = 0; seed < 8; seed++) {
      List<ImportedReading> life = life(seed);
      List<ImportedReading> mixed = new ArrayList<>(life);
      Collections.shuffle(mixed, new Random(seed));
      try (KeptLedger once = new KeptLedger(folder.resolve("once" + seed), BERLIN);
          KeptLedger parts = new KeptLedger(folder.resolve("parts" + seed), BERLIN)) {
        bring(once.writer(), life);
        for (int from = 0; from < mixed.size(); from += 7) {
          bring(parts.writer(), mixed.subList(from, Math.min(from + 7, mixed.size())));
        }
        assertThat(parts.rows(BOOKED)).as("seed %d", seed).isEqualTo(once.rows(BOOKED));
        assertThat(parts.rows(CARRIED)).as("seed %d", seed).isEqualTo(once.rows(CARRIED));
      }
    }
  }

  @Test
  void the_same_again_changes_nothing_at_all() {
    String all = "SELECT count(*), total(rx), total(est) FROM correction";
    assertThat(bring(kept.writer(), life(1))).isEqualTo(30);
    List<String> before = kept.rows(all);
    assertThat(bring(kept.writer(), life(1))).isZero();
    assertThat(kept.rows(all)).isEqualTo(before);
    assertThat(kept.rows("SELECT count(*) FROM carried_in")).containsExactly("1");
  }

  @Test
  void before_or_after_the_first_live_read_is_the_same_and_adds_up_to_the_counter() {
    List<ImportedReading> old =
        List.of(
            reading(Duration.ofHours(1), 100),
            reading(Duration.ofHours(2), 400),
            reading(Duration.ofHours(9), 500), // watched live
            reading(Duration.ofHours(10), 9_999));
    SteadyTunnel tunnel = new SteadyTunnel("wg0", START.plus(Duration.ofHours(4)));
    tunnel.show(ANN, 1_000, 500);
    try (KeptLedger later = new KeptLedger(folder.resolve("later"), BERLIN)) {
      bring(kept.writer(), old);
      kept.read(tunnel.read());
      later.read(tunnel.read());
      bring(later.writer(), old);
      assertThat(kept.rows(BOOKED)).isEqualTo(later.rows(BOOKED)).isNotEmpty();
      assertThat(kept.rows(CARRIED)).isEqualTo(later.rows(CARRIED));
      assertThat(total(kept)).isEqualTo(1_000);
      kept.read(tunnel.pass(Duration.ofHours(5)).move(50).read());
      bring(kept.writer(), old);
      assertThat(total(kept)).isEqualTo(1_050);
      assertThat(kept.rows("SELECT count(*) FROM peer")).containsExactly("1");
      assertThat(kept.rows(BOOKED)).allMatch(row -> row.contains("|kernel|"));
    }
  }

  @Test
  void a_reset_inside_is_seen() {
    bring(
        kept.writer(),
        List.of(
            reading(Duration.ofHours(1), 1_000),
            reading(Duration.ofHours(2), 10),
            reading(Duration.ofHours(3), 30)));
    assertThat(total(kept)).isEqualTo(1_030);
  }

  @Test
  void a_key_of_two_tunnels_waits_under_import() {
    SteadyTunnel one = new SteadyTunnel("wg0", START);
    kept.read(one.read(), new SteadyTunnel("wg1", START).read());
    bring(
        kept.writer(), List.of(reading(Duration.ofDays(-3), 10), reading(Duration.ofDays(-2), 30)));
    try (SqliteReader reader = kept.reader()) {
      assertThat(reader.peers())
          .extracting(peer -> peer.tunnel().toString())
          .containsExactlyInAnyOrder("wg0@kernel", "wg1@kernel", "imported@import");
    }
    var before = kept.state();
    kept.restart(START);
    assertThat(kept.state()).isEqualTo(before);
  }

  @Test
  void a_file_names_only_who_has_no_name() {
    PeerKey odd = new PeerKey("o'dd\n\"key\" 😀");
    kept.read(new SteadyTunnel("wg0", START).read());
    kept.read(
        new org.vpnledger.vpn.Observation.Renamed(
            new SteadyTunnel("wg0", START).id(), new SteadyTunnel("wg0", START).now(), ANN, "Ann"));
    bring(kept.writer(), List.of(named(ANN, "Somebody"), named(odd, "O'Dd \"😀\"")));
    assertThat(kept.rows("SELECT name FROM peer ORDER BY id"))
        .containsExactly("Ann", "O'Dd \"😀\"");
  }

  private static ImportedReading named(PeerKey key, @Nullable String name) {
    return new ImportedReading(START, key, name, new Counters(1, 1));
  }

  @Test
  void while_a_daemon_commits_both_get_through() throws InterruptedException {
    SteadyTunnel tunnel = new SteadyTunnel("wg0", START.plus(Duration.ofDays(300)));
    kept.read(tunnel.move(1_000_000).read());
    List<ImportedReading> many = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      many.add(reading(Duration.ofSeconds(i * 60L), i * 2L));
    }
    Thread bringing =
        Thread.ofPlatform()
            .start(() -> {
              try (SqliteWriter other =
                  SqliteWriter.open(folder.resolve("ledger.db"), Retention.DEFAULT)) {
                bring(other, many);
              }
            });
    long moved = 0;
    while (bringing.isAlive() && moved < 3_000) {
      kept.read(tunnel.pass(Duration.ofSeconds(5)).move(1).read());
      moved++;
    }
    bringing.join();
    assertThat(kept.rows("SELECT count(*) FROM reading WHERE imported")).containsExactly("20000");
    assertThat(total(kept)).isEqualTo(1_000_000 + moved);
  }
}
