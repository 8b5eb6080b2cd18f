package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.peer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.PeerKey;

/** Bytes belong to the time in which they moved. */
class BookingTrapsTest {
  private static Instant time(String time) {
    return Instant.parse(time);
  }

  /** Counters that grow by 1 byte a second, polled every four minutes. */
  private static Scenario steady(String zone, String from, String duration) {
    Scenario story = Scenario.at(from).zone(zone);
    Instant start = story.wall();
    Instant end = start.plus(Duration.parse(duration));
    story.poll(peer("A"));
    while (story.wall().isBefore(end)) {
      story.pass("PT4M");
      story.poll(peer("A").rx(story.wall().getEpochSecond() - start.getEpochSecond()));
    }
    return story;
  }

  @Test
  void a_delta_over_midnight_is_split_and_the_rounding_goes_to_the_later_day() {
    Scenario story = Scenario.at("2026-02-28T23:59:58Z").poll(peer("A"));
    story.pass("PT5S").poll(peer("A").rx(101)).pass("P1D").poll(peer("A").rx(101));
    assertThat(story.told().rx(story, "A", Resolution.DAY))
        .isEqualTo(Map.of(time("2026-02-28T00:00:00Z"), 40L, time("2026-03-01T00:00:00Z"), 61L));
    assertThat(story.told().rx(story, "A", Resolution.MONTH))
        .isEqualTo(Map.of(time("2026-02-01T00:00:00Z"), 40L));
    assertThat(story.of("A").sums().month().rxBytes()).isEqualTo(61);
  }

  @Test
  void a_session_of_many_days_is_not_booked_whole_on_its_last() {
    Scenario story = steady("UTC", "2026-03-01T00:00:00Z", "PT72H4M");
    assertThat(story.told().rx(story, "A", Resolution.DAY).values())
        .containsExactly(86_400L, 86_400L, 86_400L);
  }

  @Test
  void a_day_of_23_hours_holds_23_hours() {
    Scenario story = steady("Europe/Berlin", "2026-03-28T23:00:00Z", "PT23H4M");
    assertThat(story.told().rx(story, "A", Resolution.DAY))
        .isEqualTo(Map.of(time("2026-03-28T23:00:00Z"), 23 * 3600L));
  }

  @Test
  void a_day_of_25_hours_holds_25_hours_and_the_doubled_hour_is_two() {
    Scenario story = steady("Europe/Berlin", "2026-10-24T22:00:00Z", "PT25H4M");
    assertThat(story.told().rx(story, "A", Resolution.DAY))
        .isEqualTo(Map.of(time("2026-10-24T22:00:00Z"), 25 * 3600L));
    assertThat(story.told().rx(story, "A", Resolution.HOUR)).hasSize(25);
  }

  @Test
  void hours_of_kathmandu_begin_at_a_quarter_past() {
    Scenario story = steady("Asia/Kathmandu", "2026-03-01T10:15:00Z", "PT2H4M");
    assertThat(story.told().rx(story, "A", Resolution.HOUR))
        .isEqualTo(
            Map.of(time("2026-03-01T10:15:00Z"), 3600L, time("2026-03-01T11:15:00Z"), 3600L));
  }

  @Test
  void the_day_of_lord_howe_with_half_an_hour_more_holds_it() {
    Scenario story = steady("Australia/Lord_Howe", "2026-04-04T13:00:00Z", "PT24H34M");
    assertThat(story.told().rx(story, "A", Resolution.DAY))
        .isEqualTo(Map.of(time("2026-04-04T13:00:00Z"), 24 * 3600L + 1800));
    assertThat(story.told().rx(story, "A", Resolution.HOUR).values())
        .containsOnly(3600L, 1800L)
        .hasSize(25);
  }

  @Test
  void who_looks_once_an_hour_has_no_gaps_and_cannot_tell_five_minutes() {
    Scenario story = Scenario.at("2026-03-01T10:30:00Z");
    story.rules(rules ->
        new Rules(
            rules.calendar(),
            rules.threshold(),
            rules.resume(),
            Duration.ofHours(1),
            rules.readingInterval()));
    story.poll(peer("A")).pass("PT1H").poll(peer("A").rx(1000));
    story.pass("PT1H").poll(peer("A").rx(1000)).pass("PT1H").poll(peer("A").rx(1000));
    assertThat(story.told().all(EventType.GAP)).isEmpty();
    assertThat(story.told().rx(story, "A", Resolution.FIVE_MINUTES)).isEmpty();
    assertThat(story.told().rx(story, "A", Resolution.HOUR))
        .isEqualTo(Map.of(time("2026-03-01T10:00:00Z"), 500L, time("2026-03-01T11:00:00Z"), 500L));
    assertThat(story.told().closed(story.id(), new PeerKey("A"), Resolution.HOUR))
        .allMatch(hour -> hour.amount().estimatedBytes() == 500);
  }

  @Test
  void over_a_gap_hours_and_days_are_estimated_and_five_minutes_get_nothing() {
    Scenario story = Scenario.at("2026-03-01T22:00:00Z").poll(peer("A")).pass("PT1H");
    story.pass("PT3H").poll(peer("A").rx(4000)).pass("P2D").poll(peer("A").rx(4000));
    assertThat(story.told().all(EventType.GAP)).hasSize(2);
    Event gap = story.told().all(EventType.GAP).getFirst();
    assertThat(gap.happenedAt()).isEqualTo(time("2026-03-01T22:00:00Z"));
    assertThat(gap.noticedAt()).isEqualTo(time("2026-03-02T02:00:00Z"));
    assertThat(story.told().rx(story, "A", Resolution.HOUR).values())
        .containsExactly(1000L, 1000L, 1000L, 1000L);
    assertThat(story.told().rx(story, "A", Resolution.DAY).values()).containsExactly(2000L, 2000L);
    assertThat(story.told().rx(story, "A", Resolution.FIVE_MINUTES)).isEmpty();
    assertThat(story.told().closed(story.id(), new PeerKey("A"), Resolution.HOUR))
        .allMatch(hour -> hour.amount().estimatedBytes() == 1000);
    assertThat(story.of("A").sums().month().estimatedBytes()).isZero();
  }

  @Test
  void what_moved_while_a_tunnel_was_gone_is_not_put_into_the_hours_closed_meanwhile() {
    Scenario story = Scenario.at("2026-03-01T10:15:00Z").poll(peer("A")).pass("PT5M");
    story.poll(peer("A").rx(60)).gone().pass("PT40M1S").advance();
    assertThat(story.told().rx(story, "A", Resolution.HOUR).values()).containsExactly(60L);
    story.pass("PT1H30M").poll(peer("A").epoch("2").rx(600)).pass("P1D");
    story.poll(peer("A").epoch("2").rx(600));
    assertThat(story.told().rx(story, "A", Resolution.HOUR).values().stream().mapToLong(n -> n))
        .hasSize(3);
    assertThat(story.usage("A")).isEqualTo(new Counters(660, 0));
  }

  @Test
  void time_that_passes_closes_nothing_of_a_tunnel_that_only_cannot_be_read() {
    Scenario story = Scenario.at("2026-03-01T10:15:00Z").poll(peer("A")).pass("PT5S");
    story.poll(peer("A").rx(60)).fail().pass("P1D").advance();
    assertThat(story.latest().entries()).isEmpty();
  }

  @Test
  void a_peer_that_was_removed_has_its_buckets_closed() {
    Scenario story = Scenario.at("2026-03-01T10:15:00Z").poll(peer("A"), peer("B")).pass("PT5S");
    story.poll(peer("A").rx(60), peer("B")).pass("PT5S").poll(peer("B"));
    story.pass("P40D").poll(peer("B"));
    assertThat(story.told().rx(story, "A", Resolution.HOUR).values()).containsExactly(60L);
    assertThat(story.told().rx(story, "A", Resolution.MONTH).values()).containsExactly(60L);
  }

  @Test
  void another_zone_begins_at_the_next_local_midnight_and_closed_days_stay() {
    LedgerCalendar utc = LedgerCalendar.of(ZoneId.of("UTC"));
    Scenario story = Scenario.at("2026-03-10T00:00:00Z").poll(peer("A")).pass("PT4M");
    story.poll(peer("A").rx(10)).pass("PT24H").poll(peer("A").rx(10));
    story.rules(r -> Rules.of(utc.withZone(ZoneId.of("Asia/Kolkata"), story.wall())));
    story.pass("PT4M").poll(peer("A").rx(30)).pass("PT72H").poll(peer("A").rx(30));
    assertThat(story.told().rx(story, "A", Resolution.DAY))
        .isEqualTo(Map.of(time("2026-03-10T00:00:00Z"), 10L, time("2026-03-11T00:00:00Z"), 20L));
    story.pass("PT4M").poll(peer("A").rx(70)).pass("P1D").poll(peer("A").rx(70));
    assertThat(story.told().rx(story, "A", Resolution.DAY))
        .containsEntry(time("2026-03-13T18:30:00Z"), 40L);
  }

  @Test
  void a_gap_longer_than_anyone_can_use_is_still_booked_whole() {
    Scenario story = Scenario.at("2020-01-01T00:00:00Z").poll(peer("A")).pass("PT1S");
    story.poll(peer("A").rx(7)).pass("P2000D").poll(peer("A").rx(1_000_007));
    assertThat(story.usage("A")).isEqualTo(new Counters(1_000_007, 0));
    assertThat(story.told().rx(story, "A", Resolution.DAY))
        .containsEntry(time("2020-01-01T00:00:00Z"), 7L)
        .hasSizeLessThan(402);
  }

  @Test
  void the_sums_of_a_tunnel_are_those_of_its_peers_to_the_byte_in_each_bucket() {
    Scenario story = Scenario.at("2026-03-01T10:59:58Z").poll(peer("A"), peer("B"), peer("C"));
    story.pass("PT5S").poll(peer("A").rx(4), peer("B").rx(4), peer("C").rx(4));
    long ofPeers =
        story.told().entries().stream()
            .filter(Entry.BucketClosed.class::isInstance)
            .map(Entry.BucketClosed.class::cast)
            .filter(b -> b.peer() != null && b.resolution() == Resolution.HOUR)
            .mapToLong(b -> b.amount().rxBytes())
            .sum();
    assertThat(story.told().closed(story.id(), null, Resolution.HOUR))
        .singleElement()
        .extracting(b -> b.amount().rxBytes())
        .isEqualTo(ofPeers);
  }
}
