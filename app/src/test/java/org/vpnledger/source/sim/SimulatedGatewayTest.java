package org.vpnledger.source.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vpnledger.name.WireGuardKey;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;

class SimulatedGatewayTest {
  private static final Instant START = Instant.parse("2026-03-18T14:25:10Z");
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final SimulatedGateway GATEWAY = new SimulatedGateway(7, START, ZONE);

  private static Moment moment(Instant wall) {
    return new Moment(wall, 0, "test");
  }

  private static Observation.Read at(Instant wall) {
    return GATEWAY.at(moment(wall));
  }

  private static Connection at(String name, Instant wall) {
    return at(wall).connections().stream()
        .filter(c -> name.equals(GATEWAY.names().get(c.peer())))
        .findFirst()
        .orElseThrow();
  }

  private static Instant handshake(Connection connection) {
    Instant at =
        switch (connection.presence()) {
          case Presence.LastHandshake(var last) -> last;
          case Presence.ConnectedSince(var since) -> throw new AssertionError(since);
        };
    return at == null ? Instant.EPOCH : at;
  }

  /** Within the past and up to two months of demo, which is more than is summed in advance. */
  private static Instant anyTime(Random random) {
    return GATEWAY.beginning().plusMillis(random.nextLong(Duration.ofDays(95).toMillis()));
  }

  @Test
  void counters_and_handshakes_never_go_back_within_an_epoch() {
    Random random = new Random(1);
    for (int round = 0; round < 3000; round++) {
      Instant one = anyTime(random);
      Instant other = round % 2 == 0 ? anyTime(random) : one.plusMillis(random.nextLong(60_000));
      List<Connection> earlier = at(one.isBefore(other) ? one : other).connections();
      List<Connection> later = at(one.isBefore(other) ? other : one).connections();
      for (int i = 0; i < earlier.size(); i++) {
        Connection before = earlier.get(i);
        Connection after = later.get(i);
        if (before.epoch().equals(after.epoch())) {
          assertThat(after.counters().isBelow(before.counters())).isFalse();
          assertThat(handshake(after)).isAfterOrEqualTo(handshake(before));
        }
      }
    }
  }

  @Test
  void a_handshake_is_never_in_the_future_and_whoever_moved_bytes_had_one() {
    Random random = new Random(2);
    for (int round = 0; round < 3000; round++) {
      Instant now = anyTime(random);
      for (Connection connection : at(now).connections()) {
        assertThat(handshake(connection)).isBeforeOrEqualTo(now);
        boolean met = !connection.presence().equals(Presence.LastHandshake.NEVER);
        assertThat(met).isEqualTo(connection.endpoint() != null);
        assertThat(met || connection.counters().isZero()).isTrue();
      }
    }
  }

  @Test
  void bytes_move_only_within_two_minutes_of_a_handshake() {
    Random random = new Random(3);
    for (int round = 0; round < 2000; round++) {
      Instant now = anyTime(random);
      List<Connection> before = at(now).connections();
      List<Connection> after = at(now.plusSeconds(5)).connections();
      for (int i = 0; i < before.size(); i++) {
        boolean grew = !after.get(i).counters().equals(before.get(i).counters());
        if (grew) {
          assertThat(Duration.between(handshake(after.get(i)), now.plusSeconds(5)))
              .isLessThan(Duration.ofSeconds(126));
        }
      }
    }
  }

  @Test
  void the_same_seed_and_time_give_the_same_read_and_another_seed_another_gateway() {
    SimulatedGateway twin = new SimulatedGateway(7, START, ZONE);
    Instant now = START.plusSeconds(12_345);
    assertThat(twin.at(moment(now))).isEqualTo(at(now));
    assertThat(new SimulatedGateway(8, START, ZONE).names()).isNotEqualTo(GATEWAY.names());
  }

  @Test
  void the_restart_begins_another_epoch_at_zero() {
    Observation.Read before = at(GATEWAY.restart().minusMillis(1));
    Observation.Read after = at(GATEWAY.restart());
    assertThat(after.connections())
        .allSatisfy(connection -> {
          assertThat(connection.counters()).isEqualTo(Counters.ZERO);
          assertThat(connection.presence()).isEqualTo(Presence.LastHandshake.NEVER);
        });
    Epoch first = before.connections().getFirst().epoch();
    assertThat(first.isReplacedBy(after.connections().getFirst().epoch())).isTrue();
    assertThat(before.connections()).anyMatch(c -> c.counters().rxBytes() > 100_000_000_000L);
  }

  @Test
  void there_are_25_peers_with_valid_keys_and_names_of_their_own() {
    assertThat(GATEWAY.names()).hasSize(25);
    assertThat(GATEWAY.names().keySet()).extracting(PeerKey::text).allMatch(WireGuardKey::isValid);
    assertThat(GATEWAY.names().values()).doesNotHaveDuplicates();
    assertThat(at(START).connections())
        .extracting(c -> c.allowedIps().getFirst())
        .doesNotHaveDuplicates()
        .allMatch(ip -> ip.matches("10\\.8\\.0\\.\\d+/32"));
  }

  @Test
  void everybody_keeps_to_their_habits() {
    Instant wednesdayNoon = Instant.parse("2026-03-18T10:30:00Z");
    Instant sundayNoon = Instant.parse("2026-03-15T10:30:00Z");
    Duration hour = Duration.ofHours(1);
    assertThat(moved("Carol Desktop", wednesdayNoon, hour)).isGreaterThan(10_000_000);
    assertThat(moved("Carol Desktop", sundayNoon, hour)).isZero();
    assertThat(moved("Printer Bridge", sundayNoon, hour)).isBetween(8_000L, 16_000L);
    Instant night = Instant.parse("2026-03-15T02:00:00Z");
    assertThat(moved("NAS Backup", night, hour)).isGreaterThan(5_000_000_000L);
    assertThat(moved("NAS Backup", sundayNoon, hour)).isZero();
    assertThat(moved("Grace TV", GATEWAY.beginning(), Duration.ofDays(7)))
        .isGreaterThan(10_000_000_000L);
    Connection spare = at("Spare Key", START);
    assertThat(spare.presence()).isEqualTo(Presence.LastHandshake.NEVER);
    assertThat(spare.endpoint()).isNull();
  }

  private static long moved(String name, Instant from, Duration during) {
    return at(name, from.plus(during)).counters().minus(at(name, from).counters()).totalBytes();
  }

  @Test
  void travellers_roam_and_a_shared_key_is_heard_from_two_places_in_turn() {
    Set<String> places = new HashSet<>();
    Set<Endpoint> devices = new HashSet<>();
    Set<String> home = new HashSet<>();
    for (Instant t = GATEWAY.restart(); t.isBefore(START); t = t.plusSeconds(610)) {
      note(at("Daniel Laptop", t), places);
      note(at("Build Server", t), home);
      Endpoint device = at("Family Tablet", t).endpoint();
      if (device != null) {
        devices.add(device);
      }
    }
    assertThat(places).hasSizeBetween(2, 20);
    assertThat(home).hasSize(1);
    assertThat(devices).hasSize(2);
  }

  private static void note(Connection connection, Set<String> hosts) {
    Endpoint endpoint = connection.endpoint();
    if (endpoint != null) {
      hosts.add(endpoint.host());
    }
  }

  @Test
  void every_address_is_set_aside_for_documentation() {
    Random random = new Random(4);
    for (int round = 0; round < 500; round++) {
      for (Connection connection : at(anyTime(random)).connections()) {
        Endpoint endpoint = connection.endpoint();
        assertThat(endpoint == null ? "192.0.2.1" : endpoint.host())
            .matches("(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.\\d{1,3}|2001:db8:.*");
      }
    }
  }

  @Test
  void a_moment_before_the_beginning_shows_nothing() {
    assertThat(at(GATEWAY.beginning().minusSeconds(1)).connections())
        .allMatch(connection -> connection.counters().isZero());
  }

  @Test
  void the_source_tells_of_the_birth_once_and_reads_at_each_poll() throws Exception {
    try (SimulatedSource source = new SimulatedSource(GATEWAY, () -> moment(START))) {
      assertThat(source.poll())
          .containsExactly(new Observation.Born(SimulatedGateway.TUNNEL, moment(START)), at(START));
      assertThat(source.poll()).containsExactly(at(START));
      assertThat(source.name()).isEqualTo("demo");
    }
  }
}
