package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.name.NameBook;
import org.vpnledger.place.MmdbFile;
import org.vpnledger.place.PlaceRules;
import org.vpnledger.place.PlaceWatch;
import org.vpnledger.place.Records;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.KeptPlace;
import org.vpnledger.store.PlaceBook;
import org.vpnledger.store.PlaceRow;
import org.vpnledger.store.sqlite.SqlitePlaceBook;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/** Places from the databases to the events, through the real recorder, reaction and store. */
@Timeout(60)
class PlacesTest {
  private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");
  private static final PeerKey ANN = new PeerKey("Ann's key");
  private static final TunnelId WG0 = new TunnelId("kernel", "wg0");
  private static final String VIENNA = "192.0.2.1";
  private static final String VIENNA_TOO = "192.0.2.77";
  private static final String BERLIN = "198.51.100.1";
  private static final String SYDNEY = "2001:db8::1";
  private static final String NOWHERE = "10.1.1.1";

  @TempDir Path temporary;
  private Instant wall = START;
  private @Nullable Recorder recorder;
  private @Nullable PlaceReaction reaction;

  private Folders folders() {
    return new Folders(temporary.resolve("data"), temporary.resolve("log"), START);
  }

  private Path cities() {
    return temporary.resolve("GeoLite2-City.mmdb");
  }

  private Path providers() {
    return temporary.resolve("GeoLite2-ASN.mmdb");
  }

  @BeforeEach
  void begin() throws Exception {
    MmdbFile.of("GeoLite2-City", START)
        .put("192.0.2.0/24", Records.vienna())
        .put("198.51.100.0/24", Records.berlin())
        .put("2001:db8::/32", Records.sydney())
        .write(cities());
    MmdbFile.of("GeoLite2-ASN", START)
        .put("192.0.2.0/24", Records.provider(64500, "Example Net"))
        .put("198.51.100.0/24", Records.provider(64501, "Other Net"))
        .put("2001:db8::/32", Records.provider(64502, "Far Net"))
        .write(providers());
    openRecorder();
    openReaction();
    follow(); // from here on what happens is news
  }

  @AfterEach
  void end() {
    closeAll();
  }

  private void openRecorder() {
    recorder =
        new Recorder(
            folders().folder(),
            folders().settings(),
            this::now,
            new NameBook(
                NameBook.Where.table(Map.of(ANN, "Ann")),
                List::of,
                InstantSource.fixed(START),
                Folders.ZONE));
  }

  private void openReaction() {
    openReaction(List.of(cities(), providers()), "", 10, 1000);
  }

  private void openReaction(List<Path> databases, String url, int perMinute, int perDay) {
    PlaceRules rules =
        new PlaceRules(
            databases,
            Duration.ofDays(30),
            1000,
            url,
            Optional.empty(),
            perMinute,
            perDay,
            Duration.ofSeconds(20),
            Duration.ofMinutes(3));
    reaction = new PlaceReaction(folders().folder().database(), new PlaceWatch(rules, () -> wall));
  }

  private void closeAll() {
    if (reaction != null) {
      reaction.close();
      reaction = null;
    }
    if (recorder != null) {
      recorder.close();
      recorder = null;
    }
  }

  private Recorder recorder() {
    return Objects.requireNonNull(recorder);
  }

  private void follow() throws Exception {
    recorder().flush();
    Objects.requireNonNull(reaction).catchUp();
    recorder().takeFindings();
    recorder().flush();
  }

  private Moment now() {
    return new Moment(wall, Duration.between(START, wall).toNanos() + 1_000_000_000L, "boot");
  }

  /** Ann shakes hands from there. */
  private void seenAt(String host) {
    read(host, wall);
  }

  private void read(String host, Instant handshake) {
    recorder()
        .observe(
            List.of(
                new Observation.Read(
                    WG0,
                    now(),
                    new Device("wg0's key", 51820, 0),
                    List.of(
                        new Connection(
                            ANN,
                            new Epoch("boot", "1"),
                            new Counters(1000, 1000),
                            new Presence.LastHandshake(handshake),
                            new Endpoint(host, 1000),
                            List.of("10.0.0.1/32"),
                            0)))));
  }

  /** So long after the last look. */
  private void later(Duration passed) {
    wall = wall.plus(passed);
  }

  /** She goes offline by saying nothing any more, and is away. */
  private void away(String host, Duration passed) {
    Instant last = wall;
    later(Duration.ofMinutes(10));
    read(host, last);
    later(passed);
  }

  private List<Event> told() {
    try (SqliteReader reader = SqliteReader.open(folders().folder().database())) {
      return reader.events(Instant.EPOCH, Instant.MAX, null, 1000).stream()
          .sorted(Comparator.comparingLong(EventRow::seq))
          .map(EventRow::event)
          .filter(event -> event.type().compareTo(EventType.NEW_COUNTRY) >= 0)
          .toList();
    }
  }

  private List<PlaceRow> places() {
    try (SqliteReader reader = SqliteReader.open(folders().folder().database())) {
      return reader.places();
    }
  }

  @Test
  void a_first_place_is_no_news_and_a_second_country_and_provider_are() throws Exception {
    seenAt(VIENNA);
    follow();
    assertThat(told()).isEmpty();
    away(VIENNA, Duration.ofHours(20));
    seenAt(BERLIN);
    follow();
    assertThat(told())
        .extracting(Event::type, Event::detail, Event::name)
        .containsExactly(
            tuple(
                EventType.NEW_COUNTRY,
                "first time in Germany (Berlin, DE); last in Vienna, AT",
                "Ann"),
            tuple(
                EventType.NEW_PROVIDER,
                "first time by AS64501 Other Net; last by AS64500 Example Net",
                "Ann"));
    assertThat(told().getFirst().endpoint()).isEqualTo(new Endpoint(BERLIN, 1000));
    assertThat(told().getFirst().oldEndpoint()).isEqualTo(new Endpoint(VIENNA, 1000));
    away(BERLIN, Duration.ofHours(20));
    seenAt(VIENNA_TOO);
    follow();
    assertThat(told()).hasSize(2); // she has been there before
  }

  @Test
  void who_is_at_the_other_end_of_the_world_within_an_hour_is_told_of() throws Exception {
    seenAt(VIENNA);
    away(VIENNA, Duration.ofMinutes(50));
    seenAt(SYDNEY);
    follow();
    assertThat(told())
        .extracting(Event::type)
        .containsExactly(
            EventType.NEW_COUNTRY, EventType.NEW_PROVIDER, EventType.IMPOSSIBLE_TRAVEL);
    assertThat(told().getLast().detail())
        .matches("Vienna, AT to Sydney, AU: at least 15[0-9]{3} km in 1 h 0 min");
  }

  @Test
  void who_has_the_time_to_fly_there_is_not() throws Exception {
    seenAt(VIENNA);
    away(VIENNA, Duration.ofHours(22));
    seenAt(SYDNEY);
    follow();
    assertThat(told()).extracting(Event::type).doesNotContain(EventType.IMPOSSIBLE_TRAVEL);
  }

  @Test
  void a_roaming_peer_travels_no_faster_than_since_it_may_have_left() throws Exception {
    seenAt(VIENNA);
    for (int i = 0; i < 30; i++) { // she stays online
      later(Duration.ofMinutes(1));
      seenAt(VIENNA);
    }
    later(Duration.ofSeconds(5));
    seenAt(SYDNEY);
    follow();
    assertThat(told().getLast().type()).isEqualTo(EventType.IMPOSSIBLE_TRAVEL);
    assertThat(told().getLast().detail()).endsWith("in 3 min");
    for (int i = 0; i < 5; i++) { // and again and again, as a shared key does
      later(Duration.ofMinutes(1));
      seenAt(i % 2 == 0 ? VIENNA : SYDNEY);
    }
    follow();
    assertThat(told().stream().filter(event -> event.type() == EventType.IMPOSSIBLE_TRAVEL))
        .hasSize(1);
  }

  @Test
  void findings_survive_a_crash_and_none_is_told_twice() throws Exception {
    seenAt(VIENNA);
    away(VIENNA, Duration.ofMinutes(50));
    seenAt(SYDNEY);
    recorder().flush();
    Objects.requireNonNull(reaction).catchUp(); // found, and not yet events
    closeAll();
    openRecorder();
    openReaction();
    recorder().takeFindings();
    recorder().takeFindings(); // they are taken, though not yet written
    recorder().flush();
    assertThat(told()).hasSize(3);
    closeAll();
    openRecorder();
    openReaction();
    follow();
    follow();
    assertThat(told()).hasSize(3);
  }

  @Test
  void what_is_taken_but_not_written_when_the_process_dies_is_taken_again() throws Exception {
    seenAt(VIENNA);
    away(VIENNA, Duration.ofMinutes(50));
    seenAt(SYDNEY);
    recorder().flush();
    Objects.requireNonNull(reaction).catchUp();
    recorder().takeFindings();
    Path copy = temporary.resolve("copy");
    Files.createDirectories(copy);
    try (var files = Files.list(folders().folder().path())) { // as a crash leaves it
      for (Path file : files.filter(f -> f.toString().contains("ledger.db")).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Folders crashed = new Folders(copy, temporary.resolve("log2"), wall);
    try (Recorder again = crashed.recorder()) {
      again.takeFindings();
      again.flush();
      try (SqliteReader reader = SqliteReader.open(crashed.folder().database())) {
        assertThat(reader.events(Instant.EPOCH, Instant.MAX, null, 100))
            .filteredOn(row -> row.event().type().compareTo(EventType.NEW_COUNTRY) >= 0)
            .hasSize(3);
      }
    }
  }

  @Test
  void a_ledger_from_before_is_worked_through_and_nothing_of_it_is_news() throws Exception {
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      String host = i % 2 == 0 ? "192.0.2." + i % 200 : "198.51.100." + i % 200;
      hosts.add(host);
      seenAt(host);
      later(Duration.ofMinutes(1));
    }
    recorder().flush();
    try (PlaceBook book = SqlitePlaceBook.open(folders().folder().database())) {
      book.forget(); // as if nobody had looked at places until now
    }
    follow();
    assertThat(told()).isEmpty();
    assertThat(places()).extracting(PlaceRow::address).containsAll(hosts);
    later(Duration.ofDays(2));
    seenAt(SYDNEY);
    follow();
    assertThat(told()).extracting(Event::type).contains(EventType.NEW_COUNTRY);
  }

  @Test
  void a_database_that_is_replaced_changes_places_and_a_broken_one_does_not() throws Exception {
    seenAt(VIENNA);
    follow();
    assertThat(places()).extracting(PlaceRow::city).containsExactly("Vienna");
    assertThat(places()).extracting(PlaceRow::provider).containsExactly("AS64500 Example Net");
    later(Duration.ofMinutes(2));
    Files.writeString(cities(), "half a download");
    follow();
    assertThat(places()).extracting(PlaceRow::city).containsExactly("Vienna");
    later(Duration.ofMinutes(2));
    MmdbFile.of("GeoLite2-City", wall).put("192.0.2.0/24", Records.berlin()).write(cities());
    follow();
    assertThat(places()).extracting(PlaceRow::city).containsExactly("Berlin");
    assertThat(places()).extracting(PlaceRow::provider).containsExactly("AS64500 Example Net");
    away(VIENNA, Duration.ofHours(1));
    seenAt(VIENNA);
    follow();
    assertThat(told()).isEmpty(); // another word for the same address is no journey
  }

  @Test
  void an_address_of_nowhere_has_no_place_and_does_not_hide_the_one_before() throws Exception {
    seenAt(VIENNA);
    away(VIENNA, Duration.ofHours(1));
    seenAt(NOWHERE);
    away(NOWHERE, Duration.ofHours(1));
    seenAt(BERLIN);
    follow();
    assertThat(places()).extracting(PlaceRow::address).containsExactly(VIENNA, BERLIN);
    assertThat(told()).extracting(Event::type).contains(EventType.NEW_COUNTRY);
  }

  @Test
  void refused_strangers_do_not_fill_the_table() throws Exception {
    seenAt(VIENNA);
    recorder().flush();
    MmdbFile everywhere = MmdbFile.of("GeoLite2-City", START);
    everywhere.put("0.0.0.0/1", Records.berlin()).put("192.0.2.0/24", Records.vienna());
    everywhere.write(cities());
    for (int i = 0; i < 10_500; i++) {
      later(Duration.ofSeconds(1));
      String host = "20.%d.%d.1".formatted(i >> 8, i & 255);
      recorder()
          .observe(
              List.of(new Observation.Refused(WG0, now(), new Endpoint(host, 1000), "wrong MAC")));
    }
    follow();
    assertThat(places()).hasSize(10_001);
    assertThat(places()).extracting(PlaceRow::address).contains(VIENNA);
    assertThat(places()).extracting(PlaceRow::address).doesNotContain("20.0.0.1");
  }

  /** As if it had been looked up then; somebody was seen there by the second. */
  private static KeptPlace kept(String address, Instant noted, Instant seen, String origin) {
    boolean imported = !origin.isEmpty();
    PlaceRow row =
        new PlaceRow(
            0,
            address,
            noted,
            imported ? "AT" : null,
            imported ? "Austria" : null,
            null,
            imported ? "Graz" : null,
            imported ? "Old Net" : null,
            null,
            null,
            null,
            origin);
    return new KeptPlace(row, seen, false, null);
  }

  private void keep(List<KeptPlace> places) {
    try (PlaceBook book = SqlitePlaceBook.open(folders().folder().database())) {
      long seen = book.begin().seen();
      book.save(new PlaceBook.Step(seen, places, Map.of(), List.of()));
    }
  }

  @Test
  void a_clock_that_is_put_back_behind_new_databases_renews_each_place_once() throws Exception {
    Instant old = START.minus(Duration.ofDays(40));
    List<KeptPlace> places = new ArrayList<>();
    for (int i = 0; i < 500; i++) { // as many as are renewed in one go
      places.add(kept("198.51.%d.%d".formatted(100 + i / 250, i % 250), old, old, ""));
    }
    keep(places);
    wall = START.minus(Duration.ofDays(2)); // the databases are known since START
    follow();
    assertThat(places()).extracting(PlaceRow::notedAt).containsOnly(wall);
    Instant renewed = wall;
    later(Duration.ofHours(1));
    follow();
    assertThat(places()).extracting(PlaceRow::notedAt).containsOnly(renewed);
  }

  @Test
  void what_was_imported_stays_where_the_databases_know_nothing() throws Exception {
    Instant old = START.minus(Duration.ofDays(40));
    keep(
        List.of(
            kept("203.0.113.5", old, old, "OpenVPN Statistics"),
            kept("gone.example", old, old, "OpenVPN Statistics"),
            kept(VIENNA, old, old, "OpenVPN Statistics")));
    follow();
    for (int i = 0; i < 2; i++) {
      assertThat(places())
          .extracting(PlaceRow::address, PlaceRow::city, PlaceRow::provider, PlaceRow::origin)
          .containsExactly(
              tuple("203.0.113.5", "Graz", "Old Net", "OpenVPN Statistics"),
              tuple("gone.example", "Graz", "Old Net", "OpenVPN Statistics"),
              tuple(VIENNA, "Vienna", "AS64500 Example Net", "GeoLite2-City, GeoLite2-ASN"));
      later(Duration.ofDays(31));
      follow();
    }
  }

  /** A service that fails over some addresses, and knows no other. */
  private HttpServer fails(List<String> asked, String poisonous) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String address = exchange.getRequestURI().getPath().substring(1);
          asked.add(address);
          exchange.sendResponseHeaders(address.equals(poisonous) ? 500 : 422, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void an_address_over_which_the_service_fails_does_not_keep_others_from_their_turn()
      throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer server = fails(asked, "8.8.8.8");
    try {
      ask(server, 10, 1000);
      keep(
          List.of(
              kept("8.8.8.8", START, START, ""),
              kept("1.1.1.1", START, START.minusSeconds(1), ""),
              kept("1.0.0.1", START, START.minusSeconds(2), "")));
      follow();
      assertThat(asked).containsExactly("8.8.8.8"); // and five minutes' rest
      later(Duration.ofMinutes(6));
      follow();
      assertThat(asked).containsExactly("8.8.8.8", "1.1.1.1", "1.0.0.1");
      later(Duration.ofMinutes(50));
      follow();
      assertThat(asked).hasSize(3);
      later(Duration.ofMinutes(5)); // an hour after it failed it is tried again, and only it
      follow();
      assertThat(asked).containsExactly("8.8.8.8", "1.1.1.1", "1.0.0.1", "8.8.8.8");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_clock_that_is_put_back_makes_no_pause_longer() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer server = fails(asked, "8.8.8.8");
    try {
      ask(server, 10, 1000);
      keep(
          List.of(
              kept("8.8.8.8", START, START, ""),
              kept("1.1.1.1", START, START.minusSeconds(1), "")));
      follow();
      wall = START.minus(Duration.ofDays(3));
      follow();
      assertThat(asked).containsExactly("8.8.8.8");
      later(Duration.ofMinutes(6));
      follow();
      assertThat(asked).containsExactly("8.8.8.8", "1.1.1.1");
    } finally {
      server.stop(0);
    }
  }

  /** A service in which every address is in Vienna, but for those that begin with 9. */
  private HttpServer service(List<String> asked) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String address = exchange.getRequestURI().getPath().substring(1);
          asked.add(address);
          byte[] answer =
              (address.startsWith("9.")
                      ? "{\"city\":\"Sydney\",\"country\":\"AU\",\"loc\":\"-33.9,151.2\"}"
                      : "{\"city\":\"Vienna\",\"country\":\"AT\",\"loc\":\"48.2,16.4\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private void ask(HttpServer server, int perMinute, int perDay) {
    if (reaction != null) {
      reaction.close();
    }
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/{ip}";
    openReaction(List.of(), url, perMinute, perDay);
  }

  @Test
  void a_service_is_asked_once_for_each_public_address_of_a_peer_and_for_no_other()
      throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer server = service(asked);
    try {
      ask(server, 10, 1000);
      for (String host : List.of("8.8.8.8", NOWHERE, "9.9.9.9", "8.8.8.8", "fd00::1", VIENNA)) {
        seenAt(host);
        follow();
        away(host, Duration.ofHours(1));
      }
      recorder()
          .observe(
              List.of(
                  new Observation.Refused(WG0, now(), new Endpoint("7.7.7.7", 9), "wrong MAC")));
      follow();
      assertThat(asked).containsExactly("8.8.8.8", "9.9.9.9");
      assertThat(places())
          .extracting(PlaceRow::address, PlaceRow::city, PlaceRow::origin)
          .containsExactly(
              tuple("8.8.8.8", "Vienna", "127.0.0.1"), tuple("9.9.9.9", "Sydney", "127.0.0.1"));
      assertThat(told()).extracting(Event::type).contains(EventType.IMPOSSIBLE_TRAVEL);
      later(Duration.ofDays(31)); // by then it may be elsewhere
      seenAt("8.8.8.8");
      follow();
      assertThat(asked.stream().filter("8.8.8.8"::equals)).hasSize(2);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_service_is_asked_no_more_than_is_allowed_and_the_rest_later() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer server = service(asked);
    try {
      ask(server, 3, 5);
      for (int i = 1; i <= 9; i++) {
        seenAt("8.8.8." + i);
        later(Duration.ofSeconds(1));
      }
      follow();
      assertThat(asked).hasSize(3); // events wait for the next minute
      for (int i = 0; i < 5; i++) {
        later(Duration.ofMinutes(1));
        follow();
      }
      assertThat(asked).hasSize(5); // and no more today; a daemon that starts again knows
      ask(server, 3, 5);
      seenAt("8.8.8.10");
      follow();
      assertThat(asked).hasSize(5);
      assertThat(places()).filteredOn(place -> place.city() != null).hasSize(5);
      for (int i = 0; i < 200; i++) {
        later(Duration.ofMinutes(15));
        follow();
      }
      assertThat(asked)
          .containsOnlyOnceElementsOf(places().stream().map(PlaceRow::address).toList());
      assertThat(places()).allMatch(place -> "Vienna".equals(place.city())).hasSize(10);
    } finally {
      server.stop(0);
    }
  }
}
