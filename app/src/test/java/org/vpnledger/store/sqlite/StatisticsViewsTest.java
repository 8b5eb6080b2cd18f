package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.store.MachineRow;
import org.vpnledger.store.PlaceRow;

/** Who asked the database of OpenVPN Statistics asks the ledger's file, with the same queries. */
class StatisticsViewsTest {
  private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  /** Lately: its users' queries are relative to the clock of SQLite. */
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private final Instant since = now.minus(Duration.ofHours(3));

  @TempDir Path folder;
  private KeptLedger kept;

  /**
   * Alice is connected; Bob went two days ago; Carol comes by IPv6. A WireGuard peer is there too.
   */
  @BeforeEach
  void keep() {
    kept = new KeptLedger(folder.resolve("ledger.db"), ZoneId.of("UTC"));
    Instant before = now.minus(Duration.ofDays(2));
    Instant bob = before.minusSeconds(3_600);
    kept.read(new SteadyTunnel("wg0", before).read());
    kept.read(
        new OfficeServer(before).with("bob", "203.0.113.9:40000", bob, 1_000, 500).read(),
        new OfficeServer(before.plusSeconds(60))
            .with("bob", "203.0.113.9:40000", bob, 4_000, 700)
            .read(),
        new OfficeServer(before.plusSeconds(120)).read());
    kept.read(
        new OfficeServer(now.minusSeconds(60))
            .with("alice", "198.51.100.7:5555", since, 10, 20)
            .with("carol", "[2001:db8::7]:0", since, 1, 2)
            .read(),
        new OfficeServer(now)
            .with("alice", "198.51.100.7:5555", since, 110, 220)
            .with("carol", "[2001:db8::7]:0", since, 1, 2)
            .read());
  }

  @AfterEach
  void close() {
    kept.close();
  }

  /** As the clock on the gateway's wall shows it; SQLite knows the system's zone, not the JVM's. */
  private String local(Instant at) {
    return kept.rows("SELECT datetime(" + at.getEpochSecond() + ", 'unixepoch', 'localtime')")
        .getFirst();
  }

  @Test
  void columns_are_its_columns_in_its_order() {
    assertThat(kept.rows("SELECT group_concat(name) FROM pragma_table_info('connections')"))
        .containsExactly(
            "common_name,real_address,bytes_received,bytes_sent,connected_since,db_updated,ip_id");
    assertThat(kept.rows("SELECT group_concat(name) FROM pragma_table_info('ips')"))
        .containsExactly("id,ip,city,region,country,table_updated,provider");
    assertThat(kept.rows("SELECT group_concat(name) FROM pragma_table_info('system_resources')"))
        .containsExactly(
            "table_updated,disk_percentage,memory,load_average_1,load_average_5,load_average_15,proc_no");
  }

  @Test
  void connections_are_openvpns_sessions_with_their_bytes_and_when_they_were_last_seen() {
    assertThat(
            kept.rows(
                "SELECT common_name, real_address, bytes_received, bytes_sent, connected_since,"
                    + " db_updated FROM connections ORDER BY 1"))
        .containsExactly(
            "alice|198.51.100.7:5555|110|220|" + local(since) + "|" + local(now),
            "bob|203.0.113.9:40000|4000|700|"
                + local(now.minus(Duration.ofDays(2)).minusSeconds(3_600))
                + "|"
                + local(now.minus(Duration.ofDays(2)).plusSeconds(60)),
            "carol|2001:db8::7|1|2|" + local(since) + "|" + local(now));
  }

  @Test
  void its_query_of_days_for_grafana_runs_unchanged() {
    List<String> days =
        kept.rows(
            """
            SELECT strftime('%Y-%m-%d', db_updated), SUM(bytes_sent) FROM connections
            WHERE db_updated >= datetime('now','-30 day') GROUP BY 1\
            """);
    assertThat(days)
        .containsExactly(
            local(now.minus(Duration.ofDays(2)).plusSeconds(60)).substring(0, 10) + "|700",
            local(now).substring(0, 10) + "|222");
  }

  @Test
  void what_its_page_asks_of_each_user_is_answered() {
    assertThat(kept.rows("SELECT DISTINCT common_name FROM connections ORDER BY 1"))
        .containsExactly("alice", "bob", "carol");
    assertThat(kept.rows("SELECT MAX(db_updated) FROM connections WHERE common_name = 'bob'"))
        .containsExactly(local(now.minus(Duration.ofDays(2)).plusSeconds(60)));
    assertThat(
            kept.rows(
                "SELECT SUM(bytes_sent), SUM(bytes_received) FROM connections"
                    + " WHERE DATE(db_updated) = '%s' AND common_name = 'alice'"
                        .formatted(local(now).substring(0, 10))))
        .containsExactly("220|110");
    // Its program compares with a text that has microseconds.
    String week =
        TEXT.format(LocalDateTime.ofInstant(now.minus(Duration.ofDays(7)), ZoneOffset.UTC))
            + ".123456";
    assertThat(
            kept.rows(
                "SELECT SUM(bytes_sent), SUM(bytes_received) FROM connections"
                    + " WHERE db_updated >= '%s' AND common_name = 'bob'".formatted(week)))
        .containsExactly("700|4000");
    assertThat(
            kept.rows(
                "SELECT * FROM connections WHERE common_name = 'alice' AND connected_since = '"
                    + local(since)
                    + "'"))
        .hasSize(1);
    assertThat(
            kept.rows(
                "SELECT distinct SUBSTR(real_address, 1, INSTR(real_address, ':') - 1)"
                    + " FROM connections WHERE ip_id is NULL"))
        .isEmpty();
  }

  @Test
  void every_address_has_a_number_that_stays_and_its_place_once_that_is_known() throws Exception {
    String numbers = "SELECT ip, id FROM ips ORDER BY ip";
    List<String> before = kept.rows(numbers);
    assertThat(before).hasSize(3).noneMatch(row -> row.startsWith("192.")); // WireGuard's
    PlaceTable.add(
        kept.writer().connection(), place("2001:db8:0:0:0:0:0:7", "DE", "Berlin", "AS64500 Net"));
    PlaceTable.add(kept.writer().connection(), place("203.0.113.9", "FR", null, null));
    kept.read(
        new OfficeServer(now.plusSeconds(60)).with("alice", "198.51.100.8:5555", now, 1, 1).read());
    assertThat(kept.rows(numbers)).hasSize(4).containsAll(before);
    assertThat(kept.rows("SELECT ip, country, city, provider FROM ips ORDER BY ip"))
        .containsExactly(
            "198.51.100.7|Unknown Country|Unknown City|Unknown Provider",
            "198.51.100.8|Unknown Country|Unknown City|Unknown Provider",
            "2001:db8::7|DE|Berlin|AS64500 Net",
            "203.0.113.9|FR|Unknown City|Unknown Provider");
    assertThat(
            kept.rows(
                """
                select distinct country, region, city, provider from ips join connections
                on connections.ip_id = ips.id where DATE(db_updated) >= DATE('now', '-7 days')
                order by 1\
                """))
        .containsExactly(
            "DE|Unknown Region|Berlin|AS64500 Net",
            "FR|Unknown Region|Unknown City|Unknown Provider",
            "Unknown Country|Unknown Region|Unknown City|Unknown Provider");
    assertThat(
            kept.rows(
                """
                SELECT SUM(group_count) AS total_distinct_ips FROM (
                  SELECT COUNT(DISTINCT ips.id) AS group_count
                  FROM ips JOIN connections ON connections.ip_id = ips.id
                  WHERE DATE(connections.db_updated) >= DATE('now', '-7 days')
                  GROUP BY ips.country, ips.region, ips.city) AS grouped_counts\
                """))
        .containsExactly("4");
  }

  @Test
  void system_resources_have_memory_in_per_cent() {
    kept.writer().saveMachine(new MachineRow(since, 43.187, 8_000L, 3_002L, 0.2, 0.18, 0.12, 117L));
    kept.writer().saveMachine(new MachineRow(now, null, null, null, 1.0, 0.5, 0.25, null));
    assertThat(kept.rows("SELECT * FROM system_resources ORDER BY table_updated DESC"))
        .containsExactly(
            local(now) + "|null|null|1.0|0.5|0.25|null",
            local(since) + "|43.2|37.5|0.2|0.18|0.12|117");
  }

  private PlaceRow place(
      String address, String country, @Nullable String city, @Nullable String provider) {
    return new PlaceRow(
        0, address, now, country, null, null, city, provider, null, null, null, "a test");
  }

  @Test
  void an_address_is_looked_for_when_a_session_begins_or_moves_and_not_with_each_poll()
      throws SQLException {
    try (Statement statement = kept.writer().connection().createStatement()) {
      statement.execute("DELETE FROM openvpn_address");
    }
    kept.read(
        new OfficeServer(now.plusSeconds(1))
            .with("alice", "198.51.100.7:5555", since, 120, 220)
            .with("carol", "[2001:db8::7]:0", since, 2, 2)
            .read());
    assertThat(kept.rows("SELECT bytes_received FROM connections WHERE common_name = 'alice'"))
        .containsExactly("120");
    assertThat(kept.rows("SELECT address FROM openvpn_address")).isEmpty();
    try (Statement statement = kept.writer().connection().createStatement()) {
      statement.execute(
          "UPDATE session SET endpoint = '192.0.2.77:1' WHERE endpoint = '198.51.100.7:5555'");
    }
    assertThat(kept.rows("SELECT address FROM openvpn_address")).containsExactly("192.0.2.77");
  }
}
