package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.peer;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.vpn.PeerKey;

class ClockTrapsTest {
  private final Scenario story = Scenario.at("2026-03-01T10:00:00Z");
  private final Peer shaken = peer("A").handshake("2026-03-01T10:00:00Z");

  @Test
  void a_wall_clock_put_forward_ages_no_handshake() {
    story.poll(shaken).stepWall("PT1H").pass("PT5S").poll(shaken);
    assertThat(story.online("A")).isTrue();
    assertThat(story.of("A").liveness().handshakeAge(story.now())).isEqualTo(Duration.ofSeconds(5));
    story.pass("PT174S").poll(shaken);
    assertThat(story.online("A")).isTrue();
    story.pass("PT1S").poll(shaken);
    assertThat(story.online("A")).isFalse();
  }

  @Test
  void a_wall_clock_put_back_makes_no_handshake_younger() {
    story.poll(shaken).stepWall("-PT1H").pass("PT179S").poll(shaken);
    assertThat(story.online("A")).isTrue();
    story.pass("PT1S").poll(shaken);
    assertThat(story.online("A")).isFalse();
    assertThat(story.told().all(EventType.RESET)).isEmpty();
  }

  @Test
  void a_handshake_in_the_future_at_first_sight_is_not_online() {
    story.poll(peer("A").handshake("2026-03-01T12:00:00Z"));
    assertThat(story.online("A")).isFalse();
    story.pass("PT5S").poll(peer("A").handshake("2026-03-01T12:00:00Z"));
    assertThat(story.online("A")).isFalse();
  }

  @Test
  void a_handshake_in_the_future_after_a_step_is_as_old_as_the_read_before_at_most() {
    story.poll(peer("A")).pass("PT2S").stepWall("-PT1H").pass("PT3S").poll(shaken);
    assertThat(story.online("A")).isTrue();
    assertThat(story.told().only(EventType.ONLINE).happenedAt()).isEqualTo(story.wall());
  }

  @Test
  void a_handshake_before_a_step_forward_is_as_old_as_the_read_before_at_most() {
    story.poll(peer("A")).pass("PT2S");
    Peer just = peer("A").handshake(story.wall());
    story.stepWall("PT1H").pass("PT3S").poll(just);
    assertThat(story.online("A")).isTrue();
  }

  @Test
  void a_handshake_after_the_clock_was_put_back_is_no_reset() {
    story.poll(shaken.rx(1000)).stepWall("-PT1H").pass("PT2M");
    story.poll(shaken.rx(1500).handshake(story.wall()));
    assertThat(story.usage("A").rxBytes()).isEqualTo(500);
    assertThat(story.told().all(EventType.RESET)).isEmpty();
  }

  @Test
  void a_handshake_just_before_the_clock_was_put_back_makes_the_next_one_no_reset() {
    story.poll(peer("A").rx(1000)).pass("PT1S");
    Peer before = shaken.rx(1100).handshake(story.wall());
    story.pass("PT1S").stepWall("-PT1H").pass("PT3S").poll(before);
    story.pass("PT2M").poll(before.rx(1500).handshake(story.wall()));
    assertThat(story.usage("A").rxBytes()).isEqualTo(500);
    assertThat(story.told().all(EventType.RESET)).isEmpty();
  }

  @Test
  void a_handshake_in_the_future_at_first_sight_makes_the_next_one_no_reset() {
    Peer future = peer("A").rx(1000).handshake("2026-03-01T12:00:00Z");
    story.poll(future).pass("PT5S").poll(future).pass("PT60S");
    story.poll(future.rx(1100).handshake(story.wall())).pass("PT5S");
    assertThat(story.told().all(EventType.RESET)).isEmpty();
    assertThat(story.usage("A").rxBytes()).isEqualTo(100);
    assertThat(story.online("A")).isTrue();
  }

  @Test
  void a_handshake_between_two_steps_that_cancel_out_makes_the_next_one_no_reset() {
    story.poll(peer("A")).pass("PT2S").stepWall("PT1H").pass("PT1S");
    Peer odd = peer("A").rx(10).handshake(story.wall());
    story.stepWall("-PT1H").pass("PT2S").poll(odd).pass("PT2M");
    story.poll(odd.rx(30).handshake(story.wall()));
    assertThat(story.told().all(EventType.RESET)).isEmpty();
    assertThat(story.usage("A").rxBytes()).isEqualTo(30);
  }

  @Test
  void nonsense_of_a_tunnel_or_of_the_clock_overflows_nothing() {
    story.poll(peer("A").handshake("-9999-01-01T00:00:00Z"), peer("B").handshake(Instant.MAX));
    story.pass("PT5S").poll(peer("A").handshake(Instant.MAX), peer("B").handshake(Instant.MIN));
    story.stepWall("-P200000D").pass("PT5S").poll(shaken, peer("B").handshake(Instant.MAX));
    story.stepWall("P400000D").pass("PT5S").poll(shaken).pass("PT5S").poll(shaken);
    story.reboot().poll(shaken).stepWall("-P200000D").reboot().poll(shaken).pass("PT5S").gone();
    assertThat(story.usage("A").isZero()).isTrue();
  }

  @Test
  void a_handshake_that_goes_back_after_all_slack_is_used_up_is_a_reset_again() {
    story.poll(shaken.rx(1000)).stepWall("-PT1H").pass("PT5S").poll(shaken.rx(1000));
    Instant first = story.pass("PT2M").wall();
    story.poll(shaken.rx(1100).handshake(first)).pass("PT2M");
    story.poll(shaken.rx(2000).handshake(first.minusSeconds(60)));
    assertThat(story.told().all(EventType.RESET)).hasSize(1);
    assertThat(story.usage("A").rxBytes()).isEqualTo(2100);
  }

  @Test
  void steps_of_the_wall_clock_are_told_once_and_are_no_usage() {
    story.poll(peer("A").rx(100)).stepWall("PT1H").pass("PT5S").poll(peer("A").rx(100));
    assertThat(story.latest().only(EventType.CLOCK_STEPPED).detail())
        .isEqualTo("the wall clock was put forward by 3600 s");
    story.stepWall("-PT2H").pass("PT5S").poll(peer("A").rx(100));
    assertThat(story.latest().only(EventType.CLOCK_STEPPED).detail())
        .isEqualTo("the wall clock was put back by 7200 s");
    assertThat(story.pass("PT5S").poll(peer("A").rx(100)).latest().types()).isEmpty();
    assertThat(story.usage("A").isZero()).isTrue();
    assertThat(story.told().all(EventType.GAP)).isEmpty();
  }

  @Test
  void a_step_is_told_once_although_the_read_that_showed_it_was_doubted() {
    story.poll(peer("A")).stepWall("PT1H").pass("PT5S").poll().pass("PT5S").poll(peer("A"));
    assertThat(story.told().all(EventType.CLOCK_STEPPED)).hasSize(1);
  }

  @Test
  void a_step_is_told_once_although_two_tunnels_show_it() {
    story.poll(peer("A")).tunnel("kernel", "wg1", "other").poll(peer("B")).stepWall("PT1H");
    story.pass("PT5S").poll(peer("B")).tunnel("kernel", "wg0", "the-server").poll(peer("A"));
    assertThat(story.told().all(EventType.CLOCK_STEPPED)).hasSize(1);
  }

  @Test
  void bytes_of_an_interval_with_a_step_are_placed_by_how_long_it_lasted() {
    story.poll(peer("A")).stepWall("PT2H").pass("PT5S").poll(peer("A").rx(50));
    assertThat(story.of("A").sums().hour().rxBytes()).isEqualTo(50);
    assertThat(story.told().rx(story, "A", Resolution.HOUR)).isEmpty();
  }

  @Test
  void an_hour_that_was_closed_is_not_opened_by_a_clock_that_is_slewed() {
    story.pass("PT59M55S").poll(peer("A")).pass("PT5S").poll(peer("A").rx(1_000_000));
    // The wall clock runs 2 ms slower than the monotonic one.
    story.stepWall("-PT0.002S").pass("PT5.002S").poll(peer("A").rx(5_000_000));
    story.pass("PT1H").poll(peer("A").rx(5_000_000));
    assertThat(story.told().rx(story, "A", Resolution.HOUR))
        .containsEntry(Instant.parse("2026-03-01T10:00:00Z"), 1_000_000L)
        .containsEntry(Instant.parse("2026-03-01T11:00:00Z"), 4_000_000L);
  }

  @Test
  void after_a_restart_of_the_machine_ages_are_of_the_wall_clock_once() {
    story.poll(shaken.unknownEpoch()).pass("PT100S").reboot().poll(shaken.unknownEpoch());
    assertThat(story.online("A")).isTrue();
    assertThat(story.of("A").liveness().handshakeAge(story.now()))
        .isEqualTo(Duration.ofSeconds(100));
    story.pass("PT80S").poll(shaken.unknownEpoch());
    assertThat(story.online("A")).isFalse();
  }

  @Test
  void a_restart_with_a_clock_that_was_put_back_books_now() {
    story.poll(peer("A").rx(10)).reboot().stepWall("-P1D").poll(peer("A").epoch("2").rx(30));
    assertThat(story.usage("A").rxBytes()).isEqualTo(30);
    assertThat(story.told().all(EventType.CLOCK_STEPPED)).isEmpty();
  }

  @Test
  void a_step_back_over_midnight_loses_nothing() {
    Scenario night = Scenario.at("2026-03-02T00:10:00Z").poll(peer("A"));
    night.pass("PT5S").poll(peer("A").rx(70)).stepWall("-PT30M").pass("PT5S");
    night.poll(peer("A").rx(80)).pass("PT1H").poll(peer("A").rx(80));
    long closed =
        night
            .told()
            .closed(night.id(), new PeerKey("A"), Resolution.DAY)
            .mapToLong(bucket -> bucket.amount().rxBytes())
            .sum();
    assertThat(closed).isEqualTo(80);
  }
}
