package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.peer;

import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Endpoint;

class RoamingTrapsTest {
  private static final String HOME = "192.0.2.1:1000";
  private static final String OFFICE = "[2001:db8::1]:2000";
  private static final String TRAIN = "198.51.100.7:3000";
  private final Scenario story = Scenario.at("2026-03-01T10:00:00Z");

  private Scenario in(String seconds, String endpoint) {
    return story.pass(seconds).poll(peer("A").from(endpoint).handshakeAgo("PT1S"));
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
    assertThat(story.told().all(EventType.SHARED_KEY)).hasSize(1);
    assertThat(story.told().all(EventType.ROAMED)).hasSize(2);
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
    for (int i = 0; i < 4; i++) {
      in("PT10S", i % 2 == 0 ? HOME : OFFICE);
    }
    in("PT6M", HOME);
    assertThat(story.latest().types()).contains(EventType.ROAMED);
    in("PT10S", OFFICE);
    in("PT10S", HOME);
    assertThat(story.told().all(EventType.SHARED_KEY)).hasSize(2);
  }

  @Test
  void a_moment_of_another_boot_is_not_a_moment_ago() {
    in("PT0S", HOME);
    in("PT10S", OFFICE);
    in("PT10S", HOME);
    story.pass("PT8H").reboot();
    in("PT0S", OFFICE);
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
