package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.EventType;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.store.ImportedReading;
import org.vpnledger.store.Retention;
import org.vpnledger.store.UsageRow;
import org.vpnledger.store.sqlite.ReadingImport;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.store.sqlite.SqliteWriter;
import org.vpnledger.store.sqlite.SteadyTunnel;
import org.vpnledger.vpn.Counters;

/**
 * Totals for those who look while the daemon runs are what the ledger has booked, whatever happens.
 */
class TallyTest {
  private static final Instant START = Instant.parse("2026-05-30T10:00:00Z");

  @TempDir Path temporary;
  private final SteadyTunnel tunnel = new SteadyTunnel("wg0", START);

  private Folders folders() {
    return new Folders(temporary.resolve("data"), temporary.resolve("log"), tunnel.wall());
  }

  /** As metrics add it up. */
  private long total(Recorder recorder) {
    TunnelState state = recorder.state().tunnel(tunnel.id());
    PeerState ann = state.peers().get(SteadyTunnel.ANN);
    Amount open = ann == null ? Amount.ZERO : ann.sums().month();
    return recorder.tally().totals().of(tunnel.id(), SteadyTunnel.ANN).plus(open).rxBytes();
  }

  private long tunnelTotal(Recorder recorder) {
    Amount open = recorder.state().tunnel(tunnel.id()).sums().month();
    return recorder.tally().totals().of(tunnel.id()).plus(open).rxBytes();
  }

  private long booked() {
    Instant end = tunnel.wall().plus(Duration.ofDays(60));
    try (SqliteReader reader = SqliteReader.open(folders().folder().database())) {
      return reader.peerUsage(Resolution.MONTH, Instant.EPOCH, end, null).stream()
          .map(UsageRow::amount)
          .mapToLong(Amount::rxBytes)
          .sum();
    }
  }

  @Test
  void a_total_goes_on_over_resets_month_ends_and_restarts_and_equals_what_was_booked() {
    try (Recorder recorder = folders().recorder()) {
      recorder.observe(List.of(tunnel.read()));
      recorder.observe(List.of(tunnel.pass(Duration.ofSeconds(5)).move(1000).read()));
      assertThat(total(recorder)).isEqualTo(1000);
      // The interface begins again.
      recorder.observe(
          List.of(tunnel.pass(Duration.ofSeconds(5)).show(SteadyTunnel.ANN, 40, 40).read()));
      assertThat(total(recorder)).isEqualTo(1040);
    }
    try (Recorder recorder = folders().recorder()) {
      assertThat(total(recorder)).isEqualTo(1040);
      recorder.observe(List.of(tunnel.pass(Duration.ofDays(3)).move(500).read())); // into June
      assertThat(total(recorder)).isEqualTo(1540);
      assertThat(tunnelTotal(recorder)).isEqualTo(1540);
      recorder.observe(List.of(tunnel.pass(Duration.ofSeconds(5)).move(7).read()));
      recorder.flush();
      assertThat(total(recorder)).isEqualTo(1547).isEqualTo(booked());
    }
    try (Recorder recorder = folders().recorder()) {
      assertThat(total(recorder)).isEqualTo(1547);
      assertThat(tunnelTotal(recorder)).isEqualTo(1547);
    }
  }

  @Test
  void a_new_month_begins_at_0_for_a_peer_that_is_silent() {
    try (Recorder recorder = folders().recorder()) {
      recorder.observe(List.of(tunnel.read()));
      recorder.observe(List.of(tunnel.pass(Duration.ofSeconds(5)).move(1000).read()));
      recorder.observe(List.of(tunnel.pass(Duration.ofDays(3)).read()));
      recorder.observe(List.of(tunnel.pass(Duration.ofSeconds(5)).read()));
      PeerState ann = recorder.state().tunnel(tunnel.id()).peers().get(SteadyTunnel.ANN);
      assertThat(Objects.requireNonNull(ann).sums().month().isZero()).isTrue();
      assertThat(total(recorder)).isEqualTo(1000);
    }
  }

  @Test
  void events_are_counted_by_type_and_the_last_one_has_the_number_of_the_store() {
    try (Recorder recorder = folders().recorder()) {
      recorder.start();
      recorder.observe(List.of(tunnel.read()));
      recorder.flush();
      assertThat(recorder.tally().happenings().events())
          .containsEntry(EventType.STARTED, 1L)
          .containsEntry(EventType.ADDED, 1L)
          .containsEntry(EventType.ONLINE, 1L);
      try (SqliteReader reader = SqliteReader.open(folders().folder().database())) {
        assertThat(recorder.work().lastEvent()).isEqualTo(reader.lastEvent()).isPositive();
      }
      assertThat(recorder.work().commits()).isPositive();
      assertThat(recorder.work().sizeBytes()).isPositive();
    }
  }

  @Test
  void what_is_imported_while_the_daemon_runs_is_in_the_totals_soon() {
    try (Recorder recorder = folders().recorder()) {
      recorder.observe(List.of(tunnel.read()));
      recorder.observe(List.of(tunnel.pass(Duration.ofSeconds(5)).move(1000).read()));
      recorder.flush();
      try (SqliteWriter other =
          SqliteWriter.open(folders().folder().database(), Retention.DEFAULT)) {
        ReadingImport readings = other.importer(other.calendar(Folders.ZONE, tunnel.wall()));
        Instant old = Instant.parse("2026-03-01T10:00:00Z");
        readings.add(new ImportedReading(old, SteadyTunnel.ANN, "Ann", new Counters(0, 0)));
        readings.add(
            new ImportedReading(
                old.plusSeconds(3600), SteadyTunnel.ANN, "Ann", new Counters(500, 500)));
        readings.finish(tunnel.wall());
      }
      recorder.checkFile();
      assertThat(total(recorder)).isEqualTo(1500).isEqualTo(booked());
      recorder.observe(List.of(tunnel.pass(Duration.ofSeconds(5)).move(7).read()));
      recorder.checkFile();
      assertThat(total(recorder)).isEqualTo(1507);
    }
  }

  @Test
  void since_when_the_ledger_counts_is_kept() {
    Instant began;
    try (Recorder recorder = folders().recorder()) {
      began = recorder.gateway().ledgerBegan();
      assertThat(began).isEqualTo(START);
      recorder.observe(List.of(tunnel.read()));
    }
    tunnel.pass(Duration.ofDays(400));
    try (Recorder recorder = folders().recorder()) {
      assertThat(recorder.gateway().ledgerBegan()).isEqualTo(began);
    }
  }
}
