package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.peer;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Counters;

class CountersTrapsTest {
  private final Scenario story = Scenario.at("2026-03-01T10:00:00Z");

  @Test
  void counters_are_cumulative_and_never_summed() {
    story.poll(peer("A").rx(100).tx(10)).pass("PT5S").poll(peer("A").rx(150).tx(10));
    story.pass("PT5S").poll(peer("A").rx(170).tx(30));
    assertThat(story.usage("A")).isEqualTo(new Counters(70, 20));
  }

  @Test
  void what_the_first_read_shows_is_carried_in_and_no_usage() {
    story.poll(peer("A").rx(100).tx(10));
    assertThat(story.told().carriedIn()).containsExactly(new Counters(100, 10));
    assertThat(story.usage("A")).isEqualTo(Counters.ZERO);
    assertThat(story.told().types()).containsExactly(EventType.TUNNEL_UP, EventType.ADDED);
  }

  @Test
  void a_peer_that_is_new_since_an_earlier_read_has_used_what_it_shows() {
    story.poll(peer("A")).pass("PT5S").poll(peer("A"), peer("B").rx(40).tx(4));
    assertThat(story.usage("B")).isEqualTo(new Counters(40, 4));
    assertThat(story.told().carriedIn()).isEmpty();
    assertThat(story.latest().types()).containsExactly(EventType.ADDED);
  }

  @Test
  void a_peer_that_is_new_after_a_first_read_without_any_has_used_what_it_shows() {
    story.poll().pass("PT5S").poll(peer("B").rx(40));
    assertThat(story.usage("B")).isEqualTo(new Counters(40, 0));
  }

  @Test
  void a_decrease_is_a_reset_never_a_wrap() {
    story.poll(peer("A").rx(1000).tx(1000)).pass("PT5S").poll(peer("A").rx(70).tx(7));
    assertThat(story.usage("A")).isEqualTo(new Counters(70, 7));
    assertThat(story.latest().types()).containsExactly(EventType.RESET);
  }

  @Test
  void a_decrease_in_one_direction_resets_both() {
    story.poll(peer("A").rx(1000).tx(10)).pass("PT5S").poll(peer("A").rx(70).tx(12));
    assertThat(story.usage("A")).isEqualTo(new Counters(70, 12));
  }

  @Test
  void a_counter_above_a_32_bit_one_is_just_larger() {
    story.poll(peer("A").rx(4_294_967_295L)).pass("PT5S").poll(peer("A").rx(4_294_967_300L));
    assertThat(story.usage("A")).isEqualTo(new Counters(5, 0));
  }

  @Test
  void a_counter_near_the_end_of_64_bits_is_divided_exactly() {
    story.poll(peer("A")).pass("PT5S");
    story.pass("PT20M").poll(peer("A").rx(Long.MAX_VALUE - 1)).pass("P2D").poll(peer("A").rx(1));
    assertThat(story.usage("A")).isEqualTo(new Counters(Long.MAX_VALUE, 0));
  }

  @Test
  void an_interface_restart_is_seen_by_the_epoch_although_the_value_has_overtaken() {
    story.poll(peer("A").rx(100)).pass("PT5S").poll(peer("A").epoch("2").rx(500));
    assertThat(story.usage("A")).isEqualTo(new Counters(500, 0));
    assertThat(story.latest().types()).containsExactly(EventType.RESET);
  }

  @Test
  void a_reset_that_has_already_overtaken_the_old_value_is_seen_by_the_handshake_going_back() {
    story.poll(peer("A").rx(100).handshake("2026-03-01T09:59:00Z"));
    story.pass("PT5S").poll(peer("A").rx(500).handshake("2026-03-01T09:58:00Z"));
    assertThat(story.usage("A")).isEqualTo(new Counters(500, 0));
  }

  @Test
  void a_handshake_that_is_not_shown_any_more_books_nothing_again() {
    // boringtun forgets the handshake of an idle peer; its counters go on.
    story.poll(peer("A").rx(1_000_000).handshake("2026-03-01T09:59:00Z"));
    story.pass("PT5S").poll(peer("A").rx(1_000_100));
    story.pass("PT5S").poll(peer("A").rx(1_000_300).handshake("2026-03-01T10:00:08Z"));
    assertThat(story.usage("A")).isEqualTo(new Counters(300, 0));
    assertThat(story.told().all(EventType.RESET)).isEmpty();
  }

  @Test
  void a_peer_removed_and_added_again_begins_at_zero() {
    story.poll(peer("A").rx(100), peer("B")).pass("PT5S").poll(peer("B"));
    assertThat(story.latest().types()).containsExactly(EventType.REMOVED);
    story.pass("PT5S").poll(peer("A").rx(300), peer("B"));
    assertThat(story.usage("A")).isEqualTo(new Counters(300, 0));
    assertThat(story.latest().types()).containsExactly(EventType.ADDED);
  }

  @Test
  void a_peer_removed_and_added_again_between_two_reads_is_seen_by_its_value() {
    story.poll(peer("A").rx(100)).pass("PT5S").poll(peer("A").rx(30));
    assertThat(story.usage("A")).isEqualTo(new Counters(30, 0));
  }

  @Test
  void an_interface_that_was_gone_begins_again_if_its_epoch_is_unknown() {
    story.poll(peer("A").unknownEpoch().rx(100)).pass("PT5S").gone();
    story.pass("PT5S").poll(peer("A").unknownEpoch().rx(400));
    assertThat(story.usage("A")).isEqualTo(new Counters(400, 0));
    assertThat(story.latest().types()).containsExactly(EventType.TUNNEL_UP, EventType.RESET);
  }

  @Test
  void an_interface_that_only_seemed_gone_goes_on_if_its_epoch_says_so() {
    story.poll(peer("A").rx(100)).pass("PT5S").gone().pass("PT5S").poll(peer("A").rx(400));
    assertThat(story.usage("A")).isEqualTo(new Counters(300, 0));
  }

  @Test
  void epochs_of_two_schemes_are_not_compared() {
    story.poll(peer("A").rx(100)).pass("PT5S").poll(peer("A").unknownEpoch().rx(400));
    assertThat(story.usage("A")).isEqualTo(new Counters(300, 0));
  }

  @Test
  void ten_thousand_resets_are_one_event() {
    List<Peer> before = new ArrayList<>();
    List<Peer> after = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      before.add(peer("peer " + i).rx(i + 1));
      after.add(peer("peer " + i).rx(3).epoch("2"));
    }
    story.poll(before).pass("PT5S").poll(after);
    assertThat(story.latest().types()).containsExactly(EventType.RESET);
    assertThat(story.latest().only(EventType.RESET).detail()).contains("10000");
  }

  @Test
  void a_connection_that_is_listed_twice_counts_once() {
    story.poll(peer("A")).pass("PT5S").poll(peer("A").rx(9), peer("A").rx(9));
    assertThat(story.usage("A")).isEqualTo(new Counters(9, 0));
  }

  @Test
  void a_reading_shows_the_counter_and_what_was_used_since_the_reading_before() {
    story.poll(peer("A").rx(100)).pass("PT20M").poll(peer("A").rx(130));
    assertThat(story.latest().readings()).isEmpty();
    story.pass("PT40M").poll(peer("A").rx(20));
    assertThat(story.latest().readings())
        .singleElement()
        .satisfies(reading -> {
          assertThat(reading.counters()).isEqualTo(new Counters(20, 0));
          assertThat(reading.used()).isEqualTo(new Counters(50, 0));
        });
  }
}
