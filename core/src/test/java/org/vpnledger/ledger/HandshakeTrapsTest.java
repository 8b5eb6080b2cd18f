package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.peer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.vpn.Endpoint;

/** Handshakes that are seen as they happen, between two reads. */
class HandshakeTrapsTest {
  private static final String HOME = "192.0.2.1:1000";
  private static final String ELSEWHERE = "198.51.100.7:1000";

  private final Scenario story = Scenario.at("2026-03-01T10:00:00Z");
  private final Peer idle = peer("A").rx(1000);

  @Test
  void a_handshake_brings_its_peer_online_before_the_next_read() {
    story.poll(idle).pass("PT2.3S").shake("A", HOME);
    assertThat(story.latest().types()).containsExactly(EventType.ONLINE);
    Event online = story.latest().only(EventType.ONLINE);
    assertThat(online.happenedAt()).isEqualTo(Instant.parse("2026-03-01T10:00:02Z"));
    assertThat(online.noticedAt()).isEqualTo(story.wall());
    assertThat(online.endpoint()).isEqualTo(Endpoint.parse(HOME));
    assertThat(story.session("A").isOpen()).isTrue();
    assertThat(story.session("A").start()).isEqualTo(Instant.parse("2026-03-01T10:00:02Z"));
  }

  @Test
  void the_read_that_shows_the_same_handshake_adds_no_event() {
    story.poll(idle).pass("PT2.3S").shake("A", HOME);
    Instant handshake = Instant.parse("2026-03-01T10:00:02Z");
    story.pass("PT2.7S").poll(idle.rx(1400).handshake(handshake).from(HOME));
    assertThat(story.latest().types()).isEmpty();
    story.pass("PT5S").poll(idle.rx(1500).handshake(handshake.plusSeconds(1)).from(HOME));
    assertThat(story.latest().types()).isEmpty();
    assertThat(story.usage("A").rxBytes()).isEqualTo(500);
    assertThat(story.session("A").moved().rxBytes()).isEqualTo(500);
  }

  @Test
  void a_handshake_after_the_read_that_showed_it_changes_nothing_at_all() {
    Instant handshake = story.wall();
    story.poll(idle).pass("PT1S").poll(idle.handshake(handshake).from(HOME));
    story.shake("A", HOME, handshake);
    assertThat(story.latest().entries()).isEmpty();
  }

  @Test
  void an_idle_peer_goes_offline_a_threshold_after_the_handshake_that_only_was_seen() {
    story.poll(idle).pass("PT2S").shake("A", HOME);
    Peer shaken = idle.handshake(story.wall()).from(HOME);
    story.pass("PT3S").poll(shaken).pass("PT176S").poll(shaken);
    assertThat(story.online("A")).isTrue();
    story.pass("PT1S").poll(shaken);
    assertThat(story.latest().types()).containsExactly(EventType.OFFLINE);
    assertThat(story.latest().only(EventType.OFFLINE).happenedAt())
        .isEqualTo(Instant.parse("2026-03-01T10:00:02Z"));
  }

  @Test
  void a_handshake_that_no_read_ever_shows_grows_old_too() {
    story.poll(idle).pass("PT2S").shake("A", HOME).pollFor("PT4M", "PT5S", idle);
    assertThat(story.told().types())
        .containsExactly(EventType.TUNNEL_UP, EventType.ADDED, EventType.ONLINE, EventType.OFFLINE);
    assertThat(story.session("A").isOpen()).isFalse();
  }

  @Test
  void the_next_handshake_of_a_peer_that_is_there_is_left_to_the_next_read() {
    Peer home = idle.handshake(story.wall()).from(HOME);
    story.poll(home).pass("PT2M").poll(home).pass("PT1S").shake("A", HOME);
    assertThat(story.latest().entries()).isEmpty();
    story.shake("A", null);
    assertThat(story.latest().entries()).isEmpty();
    story.pass("PT4S").poll(home.handshake(story.wall().minusSeconds(4)));
    assertThat(story.of("A").liveness().handshake()).isEqualTo("2026-03-01T10:02:01Z");
    assertThat(story.told().all(EventType.OFFLINE)).isEmpty();
  }

  @Test
  void a_handshake_books_nothing_and_closes_no_bucket_even_across_a_boundary() {
    story.poll(idle).pass("PT4M58S").poll(idle.rx(2000)).pass("PT4S").shake("A", HOME);
    assertThat(story.latest().entries())
        .noneMatch(Entry.BucketClosed.class::isInstance)
        .noneMatch(Entry.TunnelSaved.class::isInstance);
    story.pass("PT4S").poll(idle.rx(2800));
    assertThat(story.told().rx(story, "A", Resolution.FIVE_MINUTES).values())
        .containsExactly(1200L);
    assertThat(story.usage("A").rxBytes()).isEqualTo(1800);
  }

  @Test
  void rates_are_those_of_the_last_interval_still() {
    story.poll(idle).pass("PT5S").poll(idle.rx(6000)).pass("PT1S").shake("A", HOME);
    assertThat(story.of("A").rxRate()).isEqualTo(1000);
    story.pass("PT4S").poll(idle.rx(6000).handshake(story.wall()));
    assertThat(story.of("A").rxRate()).isZero();
  }

  @Test
  void a_handshake_from_elsewhere_is_a_move_once() {
    Peer home = idle.handshake(story.wall()).from(HOME);
    story.poll(home).pass("PT2M").poll(home).pass("PT1S").shake("A", ELSEWHERE);
    assertThat(story.latest().types()).containsExactly(EventType.ROAMED);
    assertThat(story.latest().only(EventType.ROAMED).oldEndpoint()).isEqualTo(Endpoint.parse(HOME));
    assertThat(story.session("A").endpoint()).isEqualTo(Endpoint.parse(ELSEWHERE));
    Peer away = idle.handshake(story.wall()).from(ELSEWHERE);
    assertThat(story.pass("PT4S").poll(away).latest().types()).isEmpty();
  }

  @Test
  void handshakes_that_alternate_between_two_places_are_one_key_on_two_devices() {
    story.poll(idle.handshake(story.wall()).from(HOME));
    for (int i = 0; i < 6; i++) {
      story.pass("PT6S").shake("A", i % 2 == 0 ? ELSEWHERE : HOME);
    }
    assertThat(story.told().types())
        .containsExactly(
            EventType.TUNNEL_UP,
            EventType.ADDED,
            EventType.ONLINE,
            EventType.ROAMED,
            EventType.ROAMED,
            EventType.ROAMED,
            EventType.SHARED_KEY);
  }

  @Test
  void a_return_from_the_same_place_continues_the_session_and_from_another_begins_one() {
    Peer home = idle.handshake(story.wall()).from(HOME);
    story.poll(home).pollFor("PT4M", "PT5S", home).shake("A", HOME);
    assertThat(story.session("A").number()).isEqualTo(1);
    Peer again = home.handshake(story.wall());
    story.pollFor("PT4M", "PT5S", again).shake("A", ELSEWHERE);
    assertThat(story.latest().types()).containsExactly(EventType.ROAMED, EventType.ONLINE);
    assertThat(story.session("A").number()).isEqualTo(2);
  }

  @Test
  void a_peer_whose_place_could_not_be_told_is_where_it_was() {
    Peer home = idle.handshake(story.wall()).from(HOME);
    story.poll(home).pollFor("PT4M", "PT5S", home).shake("A", null);
    assertThat(story.latest().types()).containsExactly(EventType.ONLINE);
    assertThat(story.of("A").endpoint()).isEqualTo(Endpoint.parse(HOME));
  }

  @Test
  void what_the_ledger_does_not_know_is_left_to_the_next_read() {
    story.shake("A", HOME);
    assertThat(story.state()).isEqualTo(State.EMPTY);
    story.poll(idle).pass("PT1S").shake("B", HOME);
    assertThat(story.latest().entries()).isEmpty();
    story.pass("PT1S").gone().pass("PT1S").shake("A", HOME);
    assertThat(story.latest().entries()).isEmpty();
  }

  @Test
  void a_peer_that_was_removed_does_not_come_online() {
    story.poll(idle, peer("B")).pass("PT5S").poll(peer("B")).pass("PT1S").shake("A", HOME);
    assertThat(story.latest().entries()).isEmpty();
  }

  @Test
  void a_handshake_older_than_the_last_read_was_shown_by_that() {
    story.poll(idle).pass("PT5S").poll(idle).pass("-PT1S").shake("A", HOME);
    assertThat(story.latest().entries()).isEmpty();
  }

  @Test
  void a_handshake_on_the_clock_of_another_boot_waits_for_a_read() {
    story.poll(idle).pass("PT5S").reboot().pass("PT1H").shake("A", HOME);
    assertThat(story.latest().entries()).isEmpty();
  }

  @Test
  void a_handshake_that_goes_back_is_no_reset_until_a_read_shows_it() {
    Peer shaken = idle.handshake(story.wall());
    story.poll(shaken).pass("PT5S").poll(shaken);
    story.shake("A", HOME, Instant.parse("2026-03-01T09:50:00Z"));
    assertThat(story.latest().entries()).isEmpty();
    story.pass("PT5S").poll(idle.rx(1500).handshake("2026-03-01T09:50:00Z"));
    assertThat(story.told().all(EventType.RESET)).hasSize(1);
  }

  @Test
  void a_clock_that_was_put_back_before_the_handshake_is_no_reset_and_gives_slack_once() {
    story.poll(idle.handshake(story.wall())).pass("PT1M").stepWall("-PT1H").shake("A", HOME);
    assertThat(story.of("A").liveness().slackNanos()).isZero();
    Peer shaken = idle.handshake(story.wall()).from(HOME);
    story.pass("PT4S").poll(shaken.rx(1100));
    assertThat(story.told().all(EventType.RESET)).isEmpty();
    assertThat(story.told().all(EventType.CLOCK_STEPPED)).hasSize(1);
    assertThat(Duration.ofNanos(story.of("A").liveness().slackNanos()))
        .isEqualTo(Duration.ofHours(1));
    assertThat(story.online("A")).isTrue();
  }

  @Test
  void a_clock_that_was_put_back_after_the_handshake_makes_the_next_one_no_reset() {
    story.poll(idle).pass("PT1S").shake("A", HOME);
    Peer shaken = idle.handshake(story.wall()).from(HOME);
    story.pass("PT1S").stepWall("-PT1H").pass("PT3S").poll(shaken.rx(1100));
    story.pass("PT2M").shake("A", HOME);
    story.pass("PT3S").poll(shaken.rx(1500).handshake(story.wall().minusSeconds(3)));
    assertThat(story.told().all(EventType.RESET)).isEmpty();
    assertThat(story.usage("A").rxBytes()).isEqualTo(500);
    assertThat(story.told().all(EventType.ONLINE)).hasSize(1);
  }

  @Test
  void a_tunnel_that_cannot_be_read_still_shakes_hands() {
    story.poll(idle).pass("PT5S").fail().pass("PT10M").shake("A", HOME);
    assertThat(story.latest().types()).containsExactly(EventType.ONLINE);
    assertThat(story.of("A").liveness().handshakeAge(story.now())).isEqualTo(Duration.ZERO);
  }

  @Test
  void what_a_standby_sees_is_not_told_twice() {
    story.tunnel("b", "wg0", "the-server").poll(idle).pass("PT1S");
    story.tunnel("a", "wg0", "the-server").poll(idle);
    story.pass("PT1S").shake("A", HOME);
    assertThat(story.told().all(EventType.ONLINE)).hasSizeLessThanOrEqualTo(1);
    story.tunnel("b", "wg0", "the-server").shake("A", HOME);
    assertThat(story.told().all(EventType.ONLINE)).hasSize(1);
  }

  @Test
  void nonsense_of_the_clocks_overflows_nothing() {
    story.poll(idle).pass("PT1S").shake("A", HOME, Instant.MAX).shake("A", HOME, Instant.MIN);
    story.pass("PT5S").poll(idle.handshake(story.wall())).pass("PT5S");
    story.stepWall("-P30000D").shake("A", HOME).pass("PT5S").poll(idle.handshake(story.wall()));
    assertThat(story.usage("A").isZero()).isTrue();
  }

  @Test
  void a_read_under_way_during_a_handshake_shows_the_one_before_and_that_is_no_reset() {
    Peer away = idle.handshake("2026-03-01T09:00:00Z").from(HOME);
    story.poll(away).pass("PT0.9S").shake("A", HOME);
    assertThat(story.latest().types()).containsExactly(EventType.ONLINE);
    Instant handshake = story.wall().truncatedTo(ChronoUnit.SECONDS);
    story.pass("PT0.1S").poll(away);
    assertThat(story.latest().types()).isEmpty();
    story.pass("PT1S").poll(away.rx(1400).handshake(handshake));
    assertThat(story.told().all(EventType.RESET)).isEmpty();
    assertThat(story.told().all(EventType.ONLINE)).hasSize(1);
    assertThat(story.usage("A").rxBytes()).isEqualTo(400);
  }

  @Test
  void a_read_under_way_during_a_move_shows_the_place_before_and_that_is_no_move_back() {
    Peer home = idle.handshake(story.wall()).from(HOME);
    story.poll(home).pass("PT1M").poll(home).pass("PT0.9S").shake("A", ELSEWHERE);
    Instant handshake = story.wall().truncatedTo(ChronoUnit.SECONDS);
    story.pass("PT0.1S").poll(home.rx(1200));
    story.pass("PT1S").poll(home.rx(1400).handshake(handshake).from(ELSEWHERE));
    assertThat(story.told().all(EventType.ROAMED)).hasSize(1);
    assertThat(story.told().all(EventType.SHARED_KEY)).isEmpty();
    assertThat(story.usage("A").rxBytes()).isEqualTo(400);
  }

  @Test
  void a_read_under_way_during_the_very_first_handshake_shows_none_and_no_place() {
    story.poll(idle).pass("PT0.9S").shake("A", HOME).pass("PT0.1S").poll(idle.rx(1100));
    assertThat(story.latest().types()).isEmpty();
    assertThat(story.of("A").endpoint()).isEqualTo(Endpoint.parse(HOME));
    assertThat(story.online("A")).isTrue();
  }

  @Test
  void a_peer_that_is_added_again_just_after_its_handshake_is_still_a_reset() {
    story.poll(idle).pass("PT1S").shake("A", HOME).pass("PT1S").poll(peer("A").rx(148));
    assertThat(story.told().all(EventType.RESET)).hasSize(1);
    assertThat(story.usage("A").rxBytes()).isEqualTo(148);
  }
}
