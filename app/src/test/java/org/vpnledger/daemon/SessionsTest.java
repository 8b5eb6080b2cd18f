package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.daemon.Watch.sight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who was connected when, and who used which address. Ann is at home on Monday evening until after
 * midnight, on the way at seven, then in the office; Ben's only hour is at Ann's address, later.
 */
class SessionsTest {
  private static final String HOME = "192.0.2.7:51820";
  private static final String TRAIN = "198.51.100.200:4711";
  private static final String OFFICE = "[2001:db8:0:1::99]:51820";

  @TempDir Path folder;
  private Prompt user;

  @BeforeEach
  void write_the_ledger() {
    user = new Prompt(folder).at("2026-01-29T12:00:00Z");
    try (Watch watch = new Watch(user.data, "Europe/Berlin", "2026-01-26T20:00:00Z")) {
      watch.look("wg0", "2026-01-26T20:00:00Z", sight("ann-key", HOME), sight("ben-key", HOME));
      watch.name("2026-01-26T20:00:00Z", "ann-key", "Ann");
      watch.stay("2026-01-26T20:01:00Z", "2026-01-27T00:00:00Z", sight("ann-key", HOME));
      watch.stays("2026-01-27T06:00:00Z", "2026-01-27T06:30:00Z", sight("ann-key", TRAIN));
      watch.stays("2026-01-27T06:31:00Z", "2026-01-27T07:00:00Z", sight("ann-key", OFFICE));
      watch.stay("2026-01-27T07:01:00Z", "2026-01-27T07:30:00Z", sight("ann-key", TRAIN));
      watch.name("2026-01-27T08:00:00Z", "ann-key", "Anna Smith");
      watch.name("2026-01-27T08:00:00Z", "ben-key", "Ben");
      watch.stay("2026-01-28T10:00:00Z", "2026-01-28T11:00:00Z", sight("ben-key", HOME));
      watch.stays("2026-01-29T11:30:00Z", "2026-01-29T12:00:00Z", sight("ann-key", OFFICE));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-26 23:30  | Anna Smith@" + HOME,
        "2026-01-26 21:00  | Anna Smith@" + HOME + ",Ben@" + HOME,
        "2026-01-27 07:15  | Anna Smith@" + TRAIN,
        "tuesday 07:45     | Anna Smith@" + OFFICE,
        "tuesday 08:20     | Anna Smith@" + TRAIN,
        "2026-01-27 03:12  |",
        "yesterday 11:30   | Ben@" + HOME,
        "12:59             | Anna Smith@" + OFFICE,
        "2026-01-29T12:00:00Z | Anna Smith@" + OFFICE,
      })
  void who_was_connected_at_a_moment_and_from_where(String at, String who) {
    assertThat(
            rows("sessions", "--at", at).stream()
                .map(row -> row.get("name") + "@" + row.get("endpoint_then")))
        .containsExactlyInAnyOrder(who == null ? new String[0] : who.split(","));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.7          | Anna Smith Ben Ben",
        "192.0.2.7:51820    | Anna Smith Ben Ben",
        "192.0.2.7:51821    |",
        "192.0.2.0/24       | Anna Smith Ben Ben",
        "198.51.100.200     | Anna Smith",
        "198.51.100.20      |",
        "198.51.0.0/16      | Anna Smith",
        "2001:db8::/32      | Anna Smith Anna Smith",
        "2001:db8:0:1::99   | Anna Smith Anna Smith",
        "2001:db8:0:2::/64  |",
        "0.0.0.0/0          | Anna Smith Anna Smith Ben Ben",
      })
  void who_used_an_address_even_if_it_roamed_since(String endpoint, String who) {
    assertThat(
            String.join(
                " ",
                rows("sessions", "--endpoint", endpoint).stream()
                    .map(row -> row.get("name"))
                    .sorted()
                    .toList()))
        .isEqualTo(who == null ? "" : who);
  }

  @Test
  void who_used_an_address_at_a_moment_is_who_was_there_just_then() {
    assertThat(rows("sessions", "--endpoint", "198.51.100.200", "--at", "tuesday 07:15"))
        .hasSize(1)
        .first()
        .satisfies(
            row -> assertThat(row.get("session_end")).isEqualTo("2026-01-27T08:30:00+01:00"));
    assertThat(rows("sessions", "--endpoint", "198.51.100.200", "--at", "tuesday 07:45")).isEmpty();
    Map<String, String> both = rows("sessions", "--endpoint", "198.51.100.200").getFirst();
    assertThat(both.get("there_from")).isEqualTo("2026-01-27T07:00:00+01:00");
    assertThat(both.get("there_until")).isEqualTo("2026-01-27T08:30:00+01:00");
  }

  @Test
  void an_open_session_has_the_endpoint_that_it_has_now() {
    user.at("2026-01-29T12:00:00Z");
    assertThat(rows("sessions", "anna", "--last", "1h").getFirst().get("endpoint"))
        .isEqualTo(OFFICE);
  }

  @Test
  void sessions_by_peer_are_cut_to_the_asked_time_and_days_are_local() {
    Map<String, String> ann = byPeer("Anna Smith");
    assertThat(ann.get("sessions")).isEqualTo("3");
    assertThat(ann.get("seconds")).isEqualTo(seconds(240 + 90 + 30));
    assertThat(ann.get("longest_seconds")).isEqualTo(seconds(240));
    assertThat(ann.get("average_seconds")).isEqualTo(seconds(120));
    assertThat(ann.get("days_connected"))
        .isEqualTo("3"); // Monday, Tuesday across midnight, Thursday
    assertThat(ann.get("first_seen")).isEqualTo("2026-01-26T21:00:00+01:00");
    assertThat(ann.get("last_seen")).isEqualTo("2026-01-29T13:00:00+01:00");

    Map<String, String> tuesday =
        byPeer("Anna Smith", "--from", "2026-01-27", "--to", "2026-01-27");
    assertThat(tuesday.get("sessions")).isEqualTo("2");
    assertThat(tuesday.get("seconds")).isEqualTo(seconds(60 + 90));
    assertThat(tuesday.get("days_connected")).isEqualTo("1");
    assertThat(tuesday.get("first_seen")).isEqualTo("2026-01-27T00:00:00+01:00");

    Map<String, String> train = byPeer("Anna Smith", "--endpoint", "198.51.100.200");
    assertThat(train.get("sessions")).isEqualTo("1");
    assertThat(train.get("seconds")).isEqualTo(seconds(31 + 29));
  }

  @Test
  void what_ends_at_midnight_was_not_there_on_the_next_day() {
    Map<String, String> monday = byPeer("Anna Smith", "--from", "2026-01-26", "--to", "2026-01-26");
    assertThat(monday.get("seconds")).isEqualTo(seconds(180));
    assertThat(monday.get("days_connected")).isEqualTo("1");
  }

  @Test
  void addresses_say_how_often_and_when_a_client_was_there() {
    List<Map<String, String>> anns = rows("addresses", "Anna");
    assertThat(anns.stream().map(row -> row.get("address")))
        .containsExactly("2001:db8:0:1::99", "198.51.100.200", "192.0.2.7");
    assertThat(anns.stream().map(row -> row.get("times"))).containsExactly("2", "2", "1");
    assertThat(anns.stream().map(row -> row.get("sessions"))).containsExactly("2", "1", "1");
    assertThat(anns.stream().map(row -> row.get("seconds")))
        .containsExactly(seconds(30 + 30), seconds(31 + 29), seconds(240));
    assertThat(anns.get(1).get("first_seen")).isEqualTo("2026-01-27T07:00:00+01:00");
    assertThat(anns.get(1).get("last_seen")).isEqualTo("2026-01-27T08:30:00+01:00");
    assertThat(anns.get(1).get("last_port")).isEqualTo("4711");
    assertThat(rows("addresses", "--endpoint", "192.0.2.0/24").stream().map(row -> row.get("name")))
        .containsExactly("Ben", "Anna Smith");
    assertThat(rows("addresses", "--limit", "1")).hasSize(1);
    assertThat(rows("addresses", "--last", "24h").stream().map(row -> row.get("address")))
        .containsExactly("2001:db8:0:1::99");
  }

  @Test
  void events_are_found_by_type_and_by_where_the_peer_was_or_came_from() {
    assertThat(types("--type", "roamed,ONLINE", "--endpoint", "2001:db8::/32"))
        .containsExactly("ROAMED", "ROAMED", "ROAMED", "ONLINE");
    assertThat(types("--type", "TUNNEL_UP")).containsExactly("TUNNEL_UP");
    assertThat(types("--type", "ONLINE", "--endpoint", "192.0.2.7:51820"))
        .containsExactly("ONLINE", "ONLINE", "ONLINE");
    assertThat(types("--type", "ONLINE", "--endpoint", "192.0.2.7", "--limit", "1")).hasSize(1);
    assertThat(types("--tunnel", "wg0", "--type", "TUNNEL_UP,RENAMED"))
        .containsExactly("TUNNEL_UP", "RENAMED"); // the first name of a peer is no event
    assertThat(types("--tunnel", "uapi/wg0", "Ben", "--type", "ONLINE")).hasSize(2);
  }

  @Test
  void a_client_is_found_by_a_name_that_it_had() throws IOException {
    Prompt.Answer answer = user.run("sessions", "ann", "--csv");
    assertThat(answer.err()).isEmpty(); // for it is part of today's name
    Prompt other =
        new Prompt(Files.createDirectory(folder.resolve("other"))).at("2026-01-29T12:00:00Z");
    try (Watch watch = new Watch(other.data, "Europe/Berlin", "2026-01-26T20:00:00Z")) {
      watch.look("wg0", "2026-01-26T20:00:00Z", sight("k1", HOME), sight("k2", TRAIN));
      watch.name("2026-01-26T20:00:00Z", "k1", "Zoe");
      watch.look("wg0", "2026-01-26T20:01:00Z", sight("k1", HOME));
      watch.name("2026-01-27T08:00:00Z", "k1", "Visitor");
    }
    answer = other.run("sessions", "zoe", "--csv");
    assertThat(answer.code()).isZero();
    assertThat(answer.out().lines()).hasSize(2);
    assertThat(answer.out()).contains("Visitor,");
    assertThat(answer.err())
        .isEqualTo(
            "vpnledger: Visitor (k1) was called 'Zoe' from 2026-01-26 21:00:00 until 2026-01-27 09:00:00\n");
  }

  @Test
  void a_session_says_what_its_client_was_called_when_it_began() {
    assertThat(rows("sessions", "Anna").stream().map(row -> row.get("name_then")))
        .containsExactly("Anna Smith", "Ann", "Ann");
    assertThat(rows("sessions", "Ben").stream().map(row -> row.get("name_then")))
        .containsExactly("Ben", "");
  }

  private static String seconds(int minutes) {
    return String.valueOf(minutes * 60);
  }

  private Map<String, String> byPeer(String name, String... more) {
    return rows(words(Stream.of("sessions", "--by", "peer"), more)).stream()
        .filter(row -> name.equals(row.get("name")))
        .findAny()
        .orElseThrow();
  }

  private List<String> types(String... more) {
    return rows(words(Stream.of("events", "--last", "30d"), more)).stream()
        .map(row -> String.valueOf(row.get("type")))
        .toList();
  }

  private static String[] words(Stream<String> first, String... more) {
    return Stream.concat(first, Stream.of(more)).toArray(String[]::new);
  }

  private List<Map<String, String>> rows(String... command) {
    Prompt.Answer answer = user.run(words(Stream.of(command), "--csv"));
    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).isZero();
    List<String> lines = answer.out().lines().toList();
    List<String> fields = List.of(lines.getFirst().split(","));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Map<String, String> row = new HashMap<>();
      List<String> values = Arrays.asList(line.split(",", -1));
      for (int i = 0; i < fields.size(); i++) {
        row.put(fields.get(i), values.get(i));
      }
      rows.add(row);
    }
    return rows;
  }
}
