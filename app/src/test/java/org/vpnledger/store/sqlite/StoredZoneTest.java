package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.calendar.ZoneSpan;
import org.vpnledger.store.Retention;

class StoredZoneTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final Instant NOW = Instant.parse("2026-06-10T15:00:00Z");
  private static final Instant MIDNIGHT = Instant.parse("2026-06-10T22:00:00Z");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void begin() {
    file = folder.resolve("ledger.db");
    open(BERLIN, NOW.minusSeconds(1_000_000));
  }

  private List<ZoneSpan> open(ZoneId configured, Instant now) {
    try (SqliteWriter writer = SqliteWriter.open(file, Retention.DEFAULT)) {
      return writer.calendar(configured, now).spans();
    }
  }

  @Test
  void another_zone_takes_effect_at_the_next_local_midnight_and_readers_use_it() {
    assertThat(open(TOKYO, NOW))
        .containsExactly(new ZoneSpan(Instant.EPOCH, BERLIN), new ZoneSpan(MIDNIGHT, TOKYO));
    try (SqliteReader reader = SqliteReader.open(file)) {
      assertThat(reader.calendar().zoneAt(MIDNIGHT.minusSeconds(1))).isEqualTo(BERLIN);
      assertThat(reader.calendar().zoneAt(MIDNIGHT)).isEqualTo(TOKYO);
      assertThat(reader.calendar().bucketOf(Resolution.DAY, NOW).end()).isEqualTo(MIDNIGHT);
    }
  }

  @Test
  void a_change_that_is_taken_back_before_midnight_never_was() {
    open(TOKYO, NOW);
    assertThat(open(BERLIN, NOW.plusSeconds(60)))
        .containsExactly(new ZoneSpan(Instant.EPOCH, BERLIN));
    assertThat(KeptLedger.rows(file, "SELECT count(*) FROM zone")).containsExactly("1");
  }

  @Test
  void a_change_that_is_in_force_stays_when_the_zone_changes_again() {
    open(TOKYO, NOW);
    ZoneId lisbon = ZoneId.of("Europe/Lisbon");
    List<ZoneSpan> spans = open(lisbon, NOW.plusSeconds(86_400));
    assertThat(spans).extracting(ZoneSpan::zone).containsExactly(BERLIN, TOKYO, lisbon);
    assertThat(open(lisbon, NOW.plusSeconds(86_460))).isEqualTo(spans);
  }

  @Test
  void the_same_zone_again_changes_nothing() {
    assertThat(open(BERLIN, NOW)).containsExactly(new ZoneSpan(Instant.EPOCH, BERLIN));
  }
}
