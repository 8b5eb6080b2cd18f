package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.peer;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Counters;

class SessionTrapsTest {
  private static final String HOME = "192.0.2.1:1000";
  private final Scenario story = Scenario.at("2026-03-01T10:00:00Z");
  private final Peer shaken = peer("A").from(HOME).handshake("2026-03-01T10:00:02Z");

  private static Instant time(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }

  /** Online from 10:00:02, last active at 10:01:05, noticed to be offline at 10:03:05. */
  private void oneSession() {
    story.poll(peer("A")).pass("PT5S").poll(shaken.rx(10)).pass("PT1M").poll(shaken.rx(30));
    story.pass("PT2M").poll(shaken.rx(30));
  }

  @Test
  void a_session_starts_at_the_handshake_and_ends_at_the_last_activity_with_both_noticed() {
    oneSession();
    assertThat(story.session("A"))
        .extracting(Session::number, Session::start, Session::startNoticed)
        .containsExactly(1, time("10:00:02"), time("10:00:05"));
    assertThat(story.session("A").end()).isEqualTo(time("10:01:05"));
    assertThat(story.session("A").endNoticed()).isEqualTo(time("10:03:05"));
    assertThat(story.session("A").moved()).isEqualTo(new Counters(30, 0));
    assertThat(story.told().only(EventType.ONLINE).happenedAt()).isEqualTo(time("10:00:02"));
  }

  @Test
  void a_return_from_the_same_endpoint_continues_it_while_the_events_keep_both_transitions() {
    oneSession();
    story.pass("PT3M").poll(shaken.rx(40).handshake("2026-03-01T10:06:05Z"));
    assertThat(story.session("A").number()).isEqualTo(1);
    assertThat(story.session("A").isOpen()).isTrue();
    assertThat(story.session("A").start()).isEqualTo(time("10:00:02"));
    assertThat(story.session("A").moved()).isEqualTo(new Counters(40, 0));
    assertThat(story.told().types())
        .containsExactly(
            EventType.TUNNEL_UP,
            EventType.ADDED,
            EventType.ONLINE,
            EventType.OFFLINE,
            EventType.ONLINE);
  }

  @Test
  void a_later_return_begins_another_session() {
    oneSession();
    story.pass("PT3M2S").poll(shaken.handshake("2026-03-01T10:06:06Z").rx(30));
    assertThat(story.session("A").number()).isEqualTo(2);
    assertThat(story.session("A").moved()).isEqualTo(Counters.ZERO);
  }

  @Test
  void a_return_from_another_endpoint_begins_another_session() {
    oneSession();
    story.pass("PT10S").poll(shaken.from("192.0.2.2:1").rx(30).handshakeAgo("PT1S"));
    assertThat(story.session("A").number()).isEqualTo(2);
  }

  @Test
  void what_moved_in_no_session_belongs_to_none() {
    oneSession();
    story.pass("PT5S").poll(shaken.rx(30).tx(148));
    assertThat(story.session("A").moved()).isEqualTo(new Counters(30, 0));
    assertThat(story.usage("A")).isEqualTo(new Counters(30, 148));
  }

  @Test
  void a_reset_and_going_offline_at_once_end_the_session_with_what_came_after_the_reset() {
    story.poll(peer("A")).pass("PT5S").poll(shaken.rx(10)).pass("PT10S");
    story.poll(peer("A").rx(4).epoch("2"));
    assertThat(story.latest().types()).containsExactly(EventType.OFFLINE, EventType.RESET);
    assertThat(story.session("A").moved()).isEqualTo(new Counters(14, 0));
    assertThat(story.session("A").end()).isEqualTo(time("10:00:05"));
  }

  @Test
  void a_peer_that_is_removed_while_online_ends_its_session() {
    story.poll(shaken.handshakeAgo("PT2S"), peer("B")).pass("PT30S").poll(peer("B"));
    assertThat(story.latest().types()).containsExactly(EventType.REMOVED);
    assertThat(story.session("A").end()).isEqualTo(time("09:59:58"));
    assertThat(story.session("A").endNoticed()).isEqualTo(time("10:00:30"));
  }

  @Test
  void a_session_ends_at_a_handshake_that_came_and_grew_old_in_a_gap() {
    story.poll(shaken.handshakeAgo("PT2S")).pass("PT1H");
    story.poll(shaken.handshake("2026-03-01T10:30:00Z"));
    assertThat(story.session("A").end()).isEqualTo(time("10:30:00"));
    assertThat(story.told().only(EventType.OFFLINE).happenedAt()).isEqualTo(time("10:30:00"));
  }

  @Test
  void a_session_does_not_end_before_it_began_when_the_clock_was_put_back() {
    story.poll(shaken.handshakeAgo("PT2S")).stepWall("-PT2H").pass("PT5S").gone();
    assertThat(story.session("A").end()).isEqualTo(story.session("A").start());
  }

  @Test
  void a_session_goes_on_over_midnight() {
    Scenario night = Scenario.at("2026-03-01T23:59:00Z").poll(peer("A").handshakeAgo("PT1S"));
    night.pollFor("PT2M", "PT5S", peer("A").handshake("2026-03-01T23:58:59Z").rx(9));
    assertThat(night.session("A").number()).isEqualTo(1);
    assertThat(night.session("A").isOpen()).isTrue();
  }
}
