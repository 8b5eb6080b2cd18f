package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.Observation.Naming;
import org.vpnledger.vpn.PeerKey;

class PresenceTrapsTest {
  private final Scenario story = Scenario.at("2026-03-01T10:00:00Z");
  private final Peer shaken = peer("A").handshake("2026-03-01T10:00:00Z").from("192.0.2.1:1000");

  @Test
  void a_handshake_of_179_seconds_is_online_and_one_of_180_is_not() {
    story.poll(shaken).pass("PT179S").poll(shaken);
    assertThat(story.online("A")).isTrue();
    story.pass("PT1S").poll(shaken);
    assertThat(story.online("A")).isFalse();
  }

  @Test
  void the_threshold_holds_at_first_sight_too() {
    story.poll(peer("A").handshakeAgo("PT179S"), peer("B").handshakeAgo("PT180S"));
    assertThat(story.online("A")).isTrue();
    assertThat(story.online("B")).isFalse();
  }

  @Test
  void an_idle_peer_does_not_flap_when_the_kernel_rekeys_every_two_minutes() {
    story.poll(shaken);
    for (int minute = 0; minute < 60; minute += 2) {
      story.pollFor("PT2M", "PT5S", shaken.handshake(story.wall()));
    }
    assertThat(story.told().types())
        .containsExactly(EventType.TUNNEL_UP, EventType.ADDED, EventType.ONLINE);
  }

  @Test
  void going_offline_happened_at_the_last_activity_and_is_noticed_later() {
    story.poll(shaken).pass("PT60S").poll(shaken.rx(5)).pollFor("PT3M", "PT5S", shaken.rx(5));
    Event offline = story.told().only(EventType.OFFLINE);
    assertThat(offline.happenedAt()).isEqualTo(Instant.parse("2026-03-01T10:01:00Z"));
    assertThat(offline.noticedAt()).isEqualTo(Instant.parse("2026-03-01T10:03:00Z"));
  }

  @Test
  void growth_of_tx_alone_is_no_activity() {
    story.poll(shaken).pass("PT60S").poll(shaken.tx(5)).pass("PT60S").poll(shaken.tx(50));
    story.pass("PT60S").poll(shaken.tx(60));
    assertThat(story.told().only(EventType.OFFLINE).happenedAt())
        .isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
  }

  @Test
  void a_peer_that_never_shook_hands_is_offline_and_that_is_no_event() {
    story.poll(peer("A").tx(148)).pass("PT1H").poll(peer("A").tx(1480));
    assertThat(story.online("A")).isFalse();
    assertThat(story.of("A").liveness().handshake()).isNull();
    assertThat(story.told().types())
        .containsExactly(EventType.TUNNEL_UP, EventType.ADDED, EventType.GAP);
  }

  @Test
  void a_failed_read_removes_nobody_and_ends_nothing() {
    story.poll(shaken).pass("PT5S").fail().pass("PT1M").fail();
    assertThat(story.told().types())
        .containsExactly(
            EventType.TUNNEL_UP, EventType.ADDED, EventType.ONLINE, EventType.SOURCE_FAILED);
    assertThat(story.online("A")).isTrue();
    story.pass("PT1M").poll(shaken);
    assertThat(story.latest().types()).containsExactly(EventType.SOURCE_RECOVERED);
  }

  @Test
  void a_failed_read_of_an_unknown_tunnel_is_no_tunnel() {
    story.fail();
    assertThat(story.state()).isEqualTo(State.EMPTY);
  }

  @Test
  void an_interface_that_is_really_gone_ends_the_sessions_and_removes_nobody() {
    story.poll(shaken, peer("B")).pass("PT30S").gone();
    assertThat(story.latest().types()).containsExactly(EventType.OFFLINE, EventType.TUNNEL_DOWN);
    assertThat(story.session("A").isOpen()).isFalse();
    assertThat(story.of("A").listed()).isTrue();
    story.pass("PT5S").gone();
    assertThat(story.latest().entries()).isEmpty();
  }

  @Test
  void one_empty_read_is_doubted_and_the_second_is_believed() {
    story.poll(shaken, peer("B")).pass("PT5S").poll();
    assertThat(story.latest().types()).isEmpty();
    assertThat(story.online("A")).isTrue();
    story.pass("PT5S").poll();
    assertThat(story.latest().types()).containsExactly(EventType.REMOVED, EventType.REMOVED);
    assertThat(story.session("A").isOpen()).isFalse();
    assertThat(story.latest().all(EventType.REMOVED).getFirst().peer()).hasToString("A");
  }

  @Test
  void an_empty_read_between_good_ones_changes_nothing() {
    story.poll(shaken.rx(10)).pass("PT5S").poll().pass("PT5S").poll(shaken.rx(30));
    assertThat(story.usage("A").rxBytes()).isEqualTo(20);
    story.pass("PT5S").poll();
    assertThat(story.told().types())
        .containsExactly(EventType.TUNNEL_UP, EventType.ADDED, EventType.ONLINE);
  }

  @Test
  void an_empty_read_before_the_interface_was_gone_does_not_confirm_one_after_it() {
    story.poll(shaken).pass("PT5S").poll().pass("PT5S").gone().pass("PT5S").poll();
    assertThat(story.told().all(EventType.REMOVED)).isEmpty();
  }

  @Test
  void peers_that_were_missing_from_two_empty_reads_are_not_counted_again() {
    Peer sent = shaken.rx(1000);
    story.poll(shaken).pass("PT5S").poll(sent).pass("PT5S").poll().pass("PT5S").poll();
    story.pass("PT5S").poll(sent.rx(1010));
    assertThat(story.usage("A").rxBytes()).isEqualTo(1010);
    assertThat(story.latest().types()).containsExactly(EventType.ADDED, EventType.ONLINE);
  }

  @Test
  void a_peer_that_comes_back_into_the_list_with_an_old_handshake_is_not_online() {
    story.poll(shaken, peer("B")).pass("PT5S").poll(peer("B")).pollFor("PT4M", "PT5S", peer("B"));
    story.pass("PT5S").poll(shaken, peer("B"));
    assertThat(story.online("A")).isFalse();
  }

  @Test
  void allowed_networks_may_be_none_or_hundreds_and_are_told_when_they_change() {
    List<String> many =
        IntStream.range(0, 500).mapToObj(i -> "10." + i / 250 + "." + i % 250 + ".0/24").toList();
    story.poll(peer("A")).pass("PT5S").poll(peer("A").allowedIps(many));
    assertThat(story.latest().entries())
        .filteredOn(Entry.AllowedIpsChanged.class::isInstance)
        .singleElement()
        .extracting(entry -> ((Entry.AllowedIpsChanged) entry).networks())
        .isEqualTo(many);
    story.pass("PT5S").poll(peer("A").allowedIps(many));
    assertThat(story.latest().entries()).hasSize(1);
    story.pass("PT5S").poll(peer("A"));
    assertThat(story.of("A").allowedIps()).isEmpty();
  }

  @Test
  void names_in_events_are_those_of_their_time() {
    story.rename("A", "old laptop").poll(shaken);
    assertThat(story.told().only(EventType.ONLINE).name()).isEqualTo("old laptop");
    story.pass("PT60S").rename("A", "new laptop").pass("PT2M").poll(shaken);
    assertThat(story.told().only(EventType.RENAMED).detail()).contains("old laptop");
    assertThat(story.told().only(EventType.OFFLINE).name()).isEqualTo("new laptop");
    assertThat(story.told().only(EventType.ONLINE).name()).isEqualTo("old laptop");
  }

  @Test
  void the_same_name_from_elsewhere_is_kept_but_is_no_event() {
    PeerKey a = new PeerKey("A");
    PeerKey b = new PeerKey("B");
    story.poll(shaken, peer("B"));
    story.rename(
        new Naming(a, new GivenName("Ann", "a file")), new Naming(b, new GivenName("Bob", null)));
    assertThat(story.latest().entries()).hasSize(2);
    story.rename(
        new Naming(a, new GivenName("Ann", "[names]")), new Naming(b, new GivenName("Bob", null)));
    assertThat(story.latest().entries())
        .singleElement()
        .isInstanceOfSatisfying(
            Entry.NameChanged.class,
            changed -> assertThat(changed.name()).isEqualTo(new GivenName("Ann", "[names]")));
    assertThat(story.told().all(EventType.RENAMED)).isEmpty();
  }

  @Test
  void many_peers_leave_in_the_order_of_their_keys() {
    List<Peer> many =
        IntStream.range(100, 200).mapToObj(i -> peer("p" + i).handshakeAgo("PT1S")).toList();
    story.poll(many).pass("PT5S").gone();
    assertThat(story.latest().all(EventType.OFFLINE))
        .extracting(event -> String.valueOf(event.peer()))
        .isSorted()
        .hasSize(100);
    story.pass("PT5S").poll(many).pass("PT5S").poll(peer("x"));
    assertThat(story.latest().all(EventType.REMOVED))
        .extracting(event -> String.valueOf(event.peer()))
        .isSorted()
        .hasSize(100);
  }

  @Test
  void another_threshold_can_be_chosen() {
    story.rules(rules ->
        new Rules(
            rules.calendar(),
            Duration.ofMinutes(5),
            rules.resume(),
            rules.pollInterval(),
            rules.readingInterval()));
    story.poll(peer("A").handshakeAgo("PT299S"), peer("B").handshakeAgo("PT300S"));
    assertThat(story.online("A")).isTrue();
    assertThat(story.online("B")).isFalse();
  }
}
