package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.peer;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.vpn.Endpoint;

class RoamingTrapsTest {
  private static final String HOME = "192.0.2.1:1000";
  private static final String OFFICE = "[2001:db8::1]:2000";
  private static final String TRAIN = "198.51.100.7:3000";
  private final Scenario story = Scenario.at("2026-03-01T10:00:00Z");

  private Scenario in(String seconds, String endpoint) {
    return story.pass(seconds).poll(peer("A").from(endpoint).handshakeAgo("PT1S"));
  }

  private static Endpoint endpoint(Event event) {
    return Objects.requireNonNull(event.endpoint());
  }

  private static Endpoint oldEndpoint(Event event) {
    return Objects.requireNonNull(event.oldEndpoint());
  }

  @Test
  void a_peer_that_moves_has_roamed() {
    in("PT0S", HOME);
    in("PT5S", OFFICE);
    Event roamed = story.latest().only(EventType.ROAMED);
    assertThat(roamed.oldEndpoint()).isEqualTo(Endpoint.parse(HOME));
    assertThat(roamed.endpoint()).isEqualTo(Endpoint.parse(OFFICE));
    assertThat(story.session("A").endpoint()).isEqualTo(Endpoint.parse(OFFICE));
    assertThat(story.session("A").number()).isEqualTo(1);
  }

  @Test
  void one_configuration_on_two_devices_is_told_once_and_its_moves_are_not() {
    in("PT0S", HOME);
    for (int i = 0; i < 50; i++) {
      in("PT10S", OFFICE);
      in("PT10S", HOME);
    }
    Event shared = story.told().only(EventType.SHARED_KEY);
    assertThat(List.of(endpoint(shared), oldEndpoint(shared)))
        .containsExactlyInAnyOrder(Endpoint.parse(HOME), Endpoint.parse(OFFICE));
    assertThat(story.told().all(EventType.ROAMED)).hasSize(3);
  }

  @Test
  void three_devices_that_take_turns_share_a_key() {
    for (int i = 0; i < 60; i++) {
      in("PT5S", List.of(HOME, OFFICE, TRAIN).get(i % 3));
    }
    Event shared = story.told().only(EventType.SHARED_KEY);
    assertThat(List.of(endpoint(shared), oldEndpoint(shared)))
        .containsExactlyInAnyOrder(Endpoint.parse(TRAIN), Endpoint.parse(OFFICE));
    assertThat(story.told().all(EventType.ROAMED)).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 8})
  void devices_in_any_order_share_a_key_and_once_it_is_told_it_is_not_told_again(int devices) {
    for (int seed = 0; seed < 20; seed++) {
      Scenario story = Scenario.at("2026-03-01T10:00:00Z");
      Random random = new Random(seed);
      for (int i = 0; i < 50 * devices; i++) {
        String endpoint = "192.0.2." + random.nextInt(devices) + ":51820";
        story.pass("PT5S").poll(peer("A").from(endpoint).handshakeAgo("PT1S"));
      }
      List<EventType> moves =
          story.told().types().stream()
              .filter(type -> type == EventType.ROAMED || type == EventType.SHARED_KEY)
              .toList();
      assertThat(moves).contains(EventType.SHARED_KEY);
      // A device that had not been heard of before is news, and after it a sharing of more devices.
      assertThat(moves.stream().filter(EventType.SHARED_KEY::equals).count())
          .isLessThanOrEqualTo(devices);
      assertThat(moves).endsWith(EventType.SHARED_KEY);
    }
  }

  @Test
  void a_phone_that_moves_through_many_networks_is_one_device() {
    for (int i = 0; i < 60; i++) {
      in("PT10S", "203.0.113." + i + ":" + (40_000 + i));
      in("PT10S", TRAIN); // between two of them it is on the same network of a telephone company
    }
    assertThat(story.told().all(EventType.SHARED_KEY)).isEmpty();
    assertThat(story.of("A").trail().left()).hasSize(Trail.MOST_LEFT);
  }

  @Test
  void a_commuter_who_is_in_the_same_three_places_every_day_is_one_device() {
    for (int i = 0; i < 30; i++) {
      in("PT2H", List.of(HOME, TRAIN, OFFICE).get(i % 3));
    }
    assertThat(story.told().all(EventType.SHARED_KEY)).isEmpty();
    assertThat(story.told().all(EventType.ROAMED)).hasSize(29);
  }

  @Test
  void a_phone_at_the_edge_of_a_network_is_one_device() {
    in("PT0S", HOME);
    in("PT10S", TRAIN);
    in("PT10S", HOME);
    in("PT10S", TRAIN);
    assertThat(story.told().all(EventType.SHARED_KEY)).isEmpty();
  }

  @Test
  void a_phone_that_falls_back_to_its_former_network_once_is_one_device() {
    in("PT0S", HOME);
    in("PT10S", TRAIN);
    in("PT10S", HOME);
    in("PT10M", TRAIN);
    in("PT10M", HOME);
    assertThat(story.told().all(EventType.SHARED_KEY)).isEmpty();
    assertThat(story.told().all(EventType.ROAMED)).hasSize(4);
  }

  @Test
  void a_shared_key_that_came_to_rest_may_be_told_again() {
    for (int i = 0; i < 5; i++) {
      in("PT10S", i % 2 == 0 ? HOME : OFFICE);
    }
    in("PT6M", OFFICE);
    assertThat(story.latest().types()).contains(EventType.ROAMED);
    in("PT10S", HOME);
    in("PT10S", OFFICE);
    in("PT10S", HOME);
    assertThat(story.told().all(EventType.SHARED_KEY)).hasSize(2);
  }

  @Test
  void a_moment_of_another_boot_is_not_a_moment_ago() {
    in("PT0S", HOME);
    in("PT10S", OFFICE);
    in("PT10S", HOME);
    in("PT10S", OFFICE);
    story.pass("PT8H").reboot();
    in("PT0S", HOME);
    assertThat(story.told().all(EventType.SHARED_KEY)).isEmpty();
  }

  @Test
  void a_reset_peer_without_an_endpoint_has_not_moved() {
    in("PT0S", HOME);
    story.pass("PT5S").poll(peer("A").epoch("2"));
    assertThat(story.of("A").endpoint()).isEqualTo(Endpoint.parse(HOME));
    story.pass("PT5S").poll(peer("A").epoch("2").from(HOME).handshakeAgo("PT1S"));
    assertThat(story.told().all(EventType.ROAMED)).isEmpty();
  }
}
