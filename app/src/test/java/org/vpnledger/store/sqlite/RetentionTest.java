package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.ledger.Entry;
import org.vpnledger.store.ImportedReading;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.MachineRow;
import org.vpnledger.store.Retention;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;

class RetentionTest {
  private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
  private static final PeerKey BOB = new PeerKey("Bob's");

  @TempDir Path folder;
  private KeptLedger kept;
  private SteadyTunnel tunnel;

  @BeforeEach
  void begin() {
    kept =
        new KeptLedger(
            folder.resolve("ledger.db"), ZoneId.of("UTC"), new Retention(2, 3, 1, 3, 4, 2), START);
    tunnel = new SteadyTunnel("wg0", START);
    kept.read(tunnel.read());
  }

  @AfterEach
  void close() {
    kept.close();
  }

  private void live(Duration duration) {
    Instant until = tunnel.wall().plus(duration);
    while (tunnel.wall().isBefore(until)) {
      kept.read(tunnel.pass(Duration.ofMinutes(4)).move(10).read());
    }
  }

  private String oldest(String column, String table) {
    return kept.rows("SELECT datetime(min(%s), 'unixepoch') FROM %s".formatted(column, table))
        .getFirst();
  }

  @Test
  void each_close_deletes_what_expired() {
    var readings = kept.writer().importer(kept.writer().calendar(ZoneId.of("UTC"), START));
    readings.add(new ImportedReading(START.minusSeconds(9_000), BOB, null, new Counters(7, 7)));
    readings.finish(START);
    live(Duration.ofDays(6));
    assertThat(oldest("start_s", "bucket_five")).isGreaterThanOrEqualTo("2026-01-05 09:50:00");
    assertThat(oldest("start_s", "tunnel_bucket WHERE resolution = 0"))
        .isGreaterThanOrEqualTo("2026-01-05 09:50:00");
    assertThat(oldest("start_s", "bucket_hour")).isEqualTo("2026-01-04 10:00:00");
    assertThat(oldest("start_s", "tunnel_bucket WHERE resolution = 1"))
        .isEqualTo("2026-01-04 10:00:00");
    assertThat(oldest("start_s", "bucket_day")).isEqualTo("2026-01-01 00:00:00");
    assertThat(oldest("at_s", "reading WHERE imported = 0")).isEqualTo("2026-01-04 10:00:00");
    assertThat(kept.rows("SELECT count(*) FROM reading WHERE imported = 1")).containsExactly("1");

    expiryHasComeTo(tunnel.wall().plus(Duration.ofDays(400)));
    kept.read(tunnel.pass(Duration.ofDays(400)).read());
    assertThat(kept.rows("SELECT count(*) FROM bucket_day")).containsExactly("0");
    assertThat(kept.rows("SELECT sum(rx) FROM bucket_month")).containsExactly("21600");
  }

  /** As if the days until then had been lived through. */
  private void expiryHasComeTo(Instant at) {
    try (var save =
        kept.writer()
            .connection()
            .prepareStatement("INSERT OR REPLACE INTO meta VALUES ('expiry_s', ?)")) {
      save.setString(1, String.valueOf(at.getEpochSecond()));
      save.executeUpdate();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_clock_that_is_years_ahead_for_a_while_deletes_no_history() {
    live(Duration.ofHours(30));
    String days = kept.rows("SELECT count(*) FROM bucket_day").getFirst();
    String hours = kept.rows("SELECT count(*) FROM bucket_hour").getFirst();
    assertThat(Integer.parseInt(hours)).isGreaterThan(25);
    tunnel.pass(Duration.ofDays(5_000));
    live(Duration.ofMinutes(30));
    assertThat(kept.rows("SELECT count(*) FROM bucket_day WHERE start_s < 1800000000"))
        .containsExactly(String.valueOf(Integer.parseInt(days) + 1)); // the one that was open
    assertThat(
            Integer.parseInt(
                kept.rows("SELECT count(*) FROM bucket_hour WHERE start_s < 1800000000")
                    .getFirst()))
        .isGreaterThanOrEqualTo(Integer.parseInt(hours));
  }

  @Test
  void the_sequence_of_events_goes_on_when_all_events_have_expired() {
    assertThat(kept.rows("SELECT max(seq) FROM event")).isNotEqualTo(List.of("null"));
    int last = Integer.parseInt(kept.rows("SELECT max(seq) FROM event").getFirst());
    for (int i = 0; i < 8; i++) { // without a gap there are no events
      live(Duration.ofDays(1));
    }
    assertThat(kept.rows("SELECT count(*) FROM event")).containsExactly("0");
    kept.restart(tunnel.wall());
    kept.read(tunnel.pass(Duration.ofSeconds(5)).show(BOB, 1, 1).read());
    assertThat(kept.rows("SELECT min(seq) FROM event")).containsExactly("" + (last + 1));
  }

  @Test
  void sessions_expire_but_not_the_one_that_a_peer_may_resume() {
    for (int i = 0; i < 3; i++) {
      kept.read(new Observation.Gone(tunnel.id(), tunnel.pass(Duration.ofMinutes(9)).now()));
      kept.read(tunnel.pass(Duration.ofMinutes(9)).read());
    }
    kept.read(new Observation.Gone(tunnel.id(), tunnel.pass(Duration.ofMinutes(9)).now()));
    assertThat(kept.rows("SELECT number FROM session")).containsExactly("1", "2", "3", "4");
    SteadyTunnel other = new SteadyTunnel("wg1", tunnel.wall());
    kept.read(other.read());
    for (int i = 0; i < 6 * 24; i++) {
      kept.read(other.pass(Duration.ofHours(1)).move(1).read());
    }
    assertThat(kept.rows("SELECT number FROM session WHERE peer = 1")).containsExactly("4");
    kept.restart(other.wall());
    assertThat(kept.state().tunnel(tunnel.id()).peers().get(SteadyTunnel.ANN)).isNotNull();
  }

  @Test
  void numbers_of_readings_are_never_given_again_since_the_files_follow_them() {
    live(Duration.ofHours(3));
    kept.read(tunnel.pass(Duration.ofMinutes(1)).remove(SteadyTunnel.ANN).show(BOB, 0, 0).read());
    kept.read(tunnel.pass(Duration.ofMinutes(1)).show(BOB, 5, 5).read());
    kept.read(tunnel.pass(Duration.ofMinutes(1)).remove(BOB).read(), tunnel.read());
    long last = Long.parseLong(kept.rows("SELECT max(id) FROM reading").getFirst());
    expiryHasComeTo(tunnel.wall().plus(Duration.ofDays(9)));
    kept.read(tunnel.pass(Duration.ofDays(9)).read());
    assertThat(kept.rows("SELECT count(*) FROM reading")).containsExactly("0");
    kept.read(tunnel.pass(Duration.ofHours(2)).show(BOB, 9, 9).read());
    try (SqliteReader reader = kept.reader()) {
      assertThat(reader.readingsAfter(last, 10)).hasSize(1);
    }
  }

  @Test
  void a_commit_that_fails_leaves_no_gap_and_no_open_transaction() {
    SteadyTunnel next = tunnel.pass(Duration.ofSeconds(5)).show(BOB, 1, 1);
    List<Entry> entries = kept.ledger().apply(kept.state(), next.read()).entries();
    long pages = Long.parseLong(kept.rows("PRAGMA page_count").getFirst());
    var connection = kept.writer().connection();
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA max_page_count = " + pages);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> manyTimes(entries)).hasMessageContaining("the disk is full");
      }
      statement.execute("PRAGMA max_page_count = 1000000");
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
    manyTimes(entries);
    assertThat(kept.rows("SELECT max(seq) - count(*) FROM event")).containsExactly("0");
  }

  private void manyTimes(List<Entry> entries) {
    List<Entry> events = entries.stream().filter(Entry.Happened.class::isInstance).toList();
    List<Entry> many = new java.util.ArrayList<>(entries);
    for (int i = 0; i < 2_000; i++) {
      many.addAll(events);
    }
    kept.writer().commit(many, Durability.POWER_CUT);
  }

  @Test
  void samples_of_the_machine_go_after_their_days_even_where_no_bucket_ever_closes() {
    for (int hour = 0; hour < 60; hour++) {
      Instant at = START.plus(Duration.ofHours(hour));
      kept.restart(at); // the first sample of a process expires others, then one in five minutes
      kept.writer().saveMachine(new MachineRow(at, 43.19, 1_000L, null, 0.5, null, 0.25, 7L));
    }
    try (SqliteReader reader = kept.reader()) {
      List<MachineRow> samples = reader.machine(START, START.plus(Duration.ofDays(9)));
      assertThat(samples).hasSize(49);
      Instant oldest = START.plus(Duration.ofHours(11)); // two days before the last one
      assertThat(samples.getFirst())
          .isEqualTo(new MachineRow(oldest, 43.19, 1_000L, null, 0.5, null, 0.25, 7L));
    }
  }
}
