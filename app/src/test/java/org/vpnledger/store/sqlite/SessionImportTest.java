package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.store.ImportedReading;
import org.vpnledger.store.ImportedSession;
import org.vpnledger.store.StoreException;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

class SessionImportTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NINE = Instant.parse("2026-03-01T08:00:00Z");
  private static final TunnelId OFFICE = OfficeServer.OFFICE;
  private static final String ANN = "2S7mA0vEMethCNQrJpJKE7/JmhgtB+tHHLYQhgM6kkU=";
  private static final String SHORT = "2S7mA0vE...hgM6kkU=";
  private static final String SESSIONS =
      "SELECT t.source, p.key, s.start_ns / 1000000000, s.end_ns / 1000000000, s.rx, s.tx,"
          + " s.measured FROM session s JOIN peer p ON p.id = s.peer"
          + " JOIN tunnel t ON t.id = p.tunnel WHERE s.number <= 0 ORDER BY 1, 2, 3";
  private static final String MONTHS =
      "SELECT coalesce(sum(rx), 0), coalesce(sum(tx), 0) FROM correction WHERE resolution = 3";
  private static final String EVERYTHING =
      "SELECT resolution, start_s, t.source, p.key, sum(c.rx), sum(c.tx), sum(c.est)"
          + " FROM correction c JOIN peer p ON p.id = c.peer JOIN tunnel t ON t.id = c.tunnel"
          + " GROUP BY 1, 2, 3, 4 HAVING sum(c.rx) <> 0 OR sum(c.tx) <> 0 OR sum(est) <> 0"
          + " ORDER BY 1, 2, 3, 4";

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

  private static ImportedSession session(
      String name, Instant from, Instant to, @Nullable Counters moved) {
    return new ImportedSession(
        new PeerKey(name), from, from, to, to, new Endpoint("203.0.113.9", 1), moved);
  }

  private static ImportedSession moved(String name, long fromHour, long hours, long rx) {
    Instant from = NINE.plusSeconds(3_600 * fromHour);
    return session(name, from, from.plusSeconds(3_600 * hours), new Counters(rx, 2 * rx));
  }

  private static long bring(KeptLedger into, TunnelId tunnel, List<ImportedSession> sessions) {
    SqliteWriter writer = into.writer();
    SessionImport bringing = writer.sessionImporter(writer.calendar(BERLIN, NINE));
    sessions.forEach(session -> bringing.addOpenVpn(tunnel, session));
    return bringing.finish(NINE);
  }

  private long bringPresence(ImportedSession... sessions) {
    SqliteWriter writer = kept.writer();
    SessionImport bringing = writer.sessionImporter(writer.calendar(BERLIN, NINE));
    for (ImportedSession session : sessions) {
      bringing.addWireGuard("wg0", session);
    }
    return bringing.finish(NINE);
  }

  /** Everything that was ever moved, where it is known when, and where it is not. */
  private long total() {
    return Long.parseLong(
        kept.rows(
                "SELECT (SELECT coalesce(sum(rx), 0) FROM correction WHERE resolution = 3)"
                    + " + (SELECT coalesce(sum(rx), 0) FROM carried_in)"
                    + " + (SELECT coalesce(sum(rx), 0) FROM bucket_month)"
                    + " + (SELECT coalesce(sum(month_rx), 0) FROM counter)")
            .getFirst());
  }

  private long carried() {
    return Long.parseLong(kept.rows("SELECT coalesce(sum(rx), 0) FROM carried_in").getFirst());
  }

  @Test
  void a_session_is_spread_over_the_time_that_it_lasted_and_not_booked_on_its_last_day() {
    bring(kept, OFFICE, List.of(moved("alice", 0, 24, 2_400)));
    // From 9 to 9: fifteen hours of the first day, nine of the second.
    assertThat(
            kept.rows("SELECT rx, tx, est FROM correction WHERE resolution = 2 ORDER BY start_s"))
        .containsExactly("1500|3000|4500", "900|1800|2700");
    assertThat(kept.rows("SELECT count(*) FROM correction WHERE resolution = 1"))
        .containsExactly("24");
    assertThat(kept.rows(SESSIONS))
        .containsExactly("office|alice|1772352000|1772438400|2400|4800|1");
  }

  @Test
  void twice_in_parts_in_any_order_and_with_older_copies_is_as_good_as_at_once() {
    Random random = new Random(7);
    for (int round = 0; round < 8; round++) {
      List<ImportedSession> latest = new ArrayList<>();
      List<ImportedSession> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String name = List.of("alice", "bob", "carol").get(i % 3);
        long rx = random.nextInt(1_000_000);
        long hours = random.nextInt(1, 200);
        ImportedSession session = moved(name, i * 50L, hours, rx);
        latest.add(session);
        all.add(session);
        all.add(moved(name, i * 50L, hours / 2, rx / 2)); // an earlier copy of the database
      }
      Collections.shuffle(all, random);
      try (KeptLedger once = new KeptLedger(folder.resolve("once" + round), BERLIN);
          KeptLedger parts = new KeptLedger(folder.resolve("parts" + round), BERLIN)) {
        bring(once, OFFICE, latest);
        for (int from = 0; from < all.size(); from += 7) {
          bring(parts, OFFICE, all.subList(from, Math.min(from + 7, all.size())));
        }
        assertThat(bring(parts, OFFICE, all)).isZero();
        assertThat(parts.rows(EVERYTHING)).isEqualTo(once.rows(EVERYTHING)).isNotEmpty();
        assertThat(parts.rows(SESSIONS)).isEqualTo(once.rows(SESSIONS)).hasSize(40);
      }
    }
  }

  @Test
  void what_began_while_the_ledger_watched_counts_for_nothing() {
    Instant ten = NINE.plusSeconds(3_600);
    kept.read(
        new OfficeServer(ten).with("bob", "203.0.113.8:1", ten, 0, 0).read(),
        new OfficeServer(ten.plusSeconds(60))
            .with("bob", "203.0.113.8:1", ten, 0, 0)
            .with("alice", "203.0.113.9:1", ten.plusSeconds(30), 10, 20)
            .read());
    bring(
        kept,
        OFFICE,
        List.of(
            moved("carol", 0, 9, 900), // came before, and was not there when the ledger looked
            moved("carol", 2, 1, 5),
            session("alice", ten.plusSeconds(30), ten.plusSeconds(50), new Counters(9, 9))));
    assertThat(kept.rows(MONTHS)).containsExactly("900|1800");
    assertThat(kept.rows(SESSIONS))
        // It cannot have been there when the ledger did not see it.
        .containsExactly("office|carol|1772352000|1772355600|900|1800|1");
  }

  @Test
  void a_session_that_the_ledger_found_open_is_its_own_and_what_was_carried_in_finds_its_time() {
    Instant noon = NINE.plusSeconds(3 * 3_600);
    kept.read(
        new OfficeServer(noon).with("alice", "203.0.113.9:1", NINE, 1_000, 2_000).read(),
        new OfficeServer(noon.plusSeconds(60))
            .with("alice", "203.0.113.9:1", NINE, 1_500, 2_500)
            .read());
    assertThat(carried()).isEqualTo(1_000);
    long before = total();
    // The other program last looked half an hour earlier.
    bring(
        kept,
        OFFICE,
        List.of(session("alice", NINE, noon.minusSeconds(1_800), new Counters(900, 1_900))));
    assertThat(total()).isEqualTo(before);
    assertThat(carried()).isEqualTo(100);
    assertThat(kept.rows(MONTHS)).containsExactly("900|1900");
    assertThat(kept.rows(SESSIONS)).isEmpty();
    // And now it has gone on for longer than the ledger's first look.
    bring(
        kept,
        OFFICE,
        List.of(session("alice", NINE, noon.plusSeconds(40), new Counters(1_400, 2_400))));
    assertThat(total()).isEqualTo(before);
    assertThat(carried()).isZero();
    assertThat(kept.rows(MONTHS)).containsExactly("1000|2000");
    bring(
        kept,
        OFFICE,
        List.of(session("alice", NINE, noon.plusSeconds(40), new Counters(1_400, 2_400))));
    assertThat(total()).isEqualTo(before);
  }

  @Test
  void imported_before_its_server_was_ever_read_it_waits_for_that_server() {
    Instant noon = NINE.plusSeconds(3 * 3_600);
    bring(
        kept,
        SessionImport.unknownServer(),
        List.of(
            moved("alice", -48, 1, 70),
            session("alice", NINE, noon.minusSeconds(1_800), new Counters(900, 1_900))));
    assertThat(kept.rows(MONTHS)).containsExactly("970|2040");
    kept.restart(noon);
    assertThat(kept.state().tunnels()).isEmpty(); // no tunnel that anybody would miss
    kept.read(new OfficeServer(noon).with("alice", "203.0.113.9:1", NINE, 1_000, 2_000).read());
    assertThat(carried()).isEqualTo(100);
    assertThat(total()).isEqualTo(1_070);
    assertThat(kept.rows(SESSIONS)).containsExactly("office|alice|1772179200|1772182800|70|140|1");
    kept.restart(noon);
    kept.read(
        new OfficeServer(noon.plusSeconds(60))
            .with("alice", "203.0.113.9:1", NINE, 1_001, 2_000)
            .read());
    assertThat(total()).isEqualTo(1_071);
    assertThat(kept.rows("SELECT number, end_ns IS NULL FROM session WHERE number > 0"))
        .containsExactly("1|1");
  }

  @Test
  void a_server_that_is_named_before_it_is_read_is_one_of_openvpn() {
    bring(kept, OFFICE, List.of(moved("alice", -48, 1, 70)));
    assertThat(kept.rows("SELECT common_name, ip_id IS NULL FROM connections"))
        .containsExactly("alice|0");
    kept.restart(NINE);
    kept.read(new OfficeServer(NINE).with("alice", "203.0.113.9:1", NINE, 5, 5).read());
    assertThat(kept.rows("SELECT count(*) FROM tunnel")).containsExactly("1");
    assertThat(total()).isEqualTo(75);
  }

  @Test
  void no_event_comes_of_an_import() {
    bring(kept, OFFICE, List.of(moved("alice", 0, 24, 2_400)));
    bringPresence(session(SHORT, NINE, NINE.plusSeconds(60), null));
    assertThat(kept.rows("SELECT count(*) FROM event")).containsExactly("0");
  }

  @Test
  void the_form_for_people_of_a_key_finds_its_peer_and_waits_for_it_otherwise() {
    assertThat(bringPresence(session(SHORT, NINE, NINE.plusSeconds(60), null))).isEqualTo(1);
    assertThat(kept.rows(SESSIONS))
        .containsExactly("import|" + SHORT + "|1772352000|1772352060|0|0|0");
    // A bandwidth file knows the whole key.
    ReadingImport readings = kept.writer().importer(kept.writer().calendar(BERLIN, NINE));
    readings.add(new ImportedReading(NINE, new PeerKey(ANN), "Ann", new Counters(1, 1)));
    readings.finish(NINE);
    assertThat(kept.rows("SELECT key, name FROM peer")).containsExactly(ANN + "|Ann");
    assertThat(bringPresence(session(SHORT, NINE, NINE.plusSeconds(60), null))).isZero();
    assertThat(bringPresence(session(SHORT, NINE.plusSeconds(90), NINE.plusSeconds(99), null)))
        .isEqualTo(1);
    assertThat(kept.rows(SESSIONS))
        .containsExactly(
            "import|" + ANN + "|1772352000|1772352060|0|0|0",
            "import|" + ANN + "|1772352090|1772352099|0|0|0");
    try (SqliteReader reader = kept.reader()) {
      assertThat(reader.sessions(NINE, NINE.plusSeconds(3_600), null, 9))
          .hasSize(2)
          .noneMatch(row -> row.measured());
    }
  }

  @Test
  void what_was_broken_off_half_way_the_same_import_completes() throws SQLException {
    List<ImportedSession> sessions =
        List.of(moved("alice", 0, 24, 2_400), moved("bob", 1, 2, 20), moved("bob", 30, 2, 20));
    try (Statement statement = kept.writer().connection().createStatement()) {
      statement.execute(
          "CREATE TRIGGER trouble BEFORE INSERT ON session BEGIN SELECT RAISE(ABORT, 'no'); END");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> bring(kept, OFFICE, sessions));
      statement.execute("DROP TRIGGER trouble");
    }
    assertThat(kept.rows(SESSIONS)).isEmpty();
    assertThat(kept.rows("SELECT count(*) FROM imported_session")).containsExactly("3");
    bring(kept, OFFICE, sessions);
    try (KeptLedger once = new KeptLedger(folder.resolve("once"), BERLIN)) {
      bring(once, OFFICE, sessions);
      assertThat(kept.rows(EVERYTHING)).isEqualTo(once.rows(EVERYTHING)).isNotEmpty();
      assertThat(kept.rows(SESSIONS)).isEqualTo(once.rows(SESSIONS)).hasSize(3);
    }
  }

  @Test
  void a_daemon_has_its_turn_while_much_is_imported() throws SQLException {
    List<String> seen = new ArrayList<>();
    Turns.each(
        kept.writer().connection(),
        List.of("a", "b"),
        name -> {
          seen.addAll(kept.rows("SELECT interface FROM tunnel")); // another connection
          try (Statement statement = kept.writer().connection().createStatement()) {
            statement.execute(
                "INSERT INTO tunnel (source, interface) VALUES ('x', '" + name + "')");
          }
          LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
        });
    assertThat(seen).containsExactly("a");
  }
}
