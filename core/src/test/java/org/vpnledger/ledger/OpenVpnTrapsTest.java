package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Observation;

/** Clients that connect, several times at once, and go, with counters from zero each time. */
class OpenVpnTrapsTest {
  private final Scenario server = Scenario.at("2026-03-10T10:00:00Z").openVpn("office").poll();

  private static Peer alice(String since, int id) {
    return client("alice", since, id);
  }

  @Test
  void what_a_connection_moves_is_booked_from_its_first_byte() {
    server.pass("PT60S").poll(alice("2026-03-10T10:00:20Z", 1).rx(700).tx(30));
    server.pass("PT60S").poll(alice("2026-03-10T10:00:20Z", 1).rx(900).tx(40));
    assertThat(server.usage("alice")).isEqualTo(new Counters(900, 40));
    assertThat(server.online("alice")).isTrue();
    assertThat(server.told().types())
        .containsExactly(EventType.TUNNEL_UP, EventType.ADDED, EventType.ONLINE);
    Event online = server.told().only(EventType.ONLINE);
    assertThat(online.happenedAt()).isEqualTo(Instant.parse("2026-03-10T10:00:20Z"));
    assertThat(online.noticedAt()).isEqualTo(Instant.parse("2026-03-10T10:01:00Z"));
    assertThat(online.endpoint()).isEqualTo(new Endpoint("192.0.2.1", 5001));
  }

  @Test
  void what_the_first_read_of_a_server_shows_was_carried_in_and_is_no_usage() {
    Scenario late = Scenario.at("2026-03-10T10:00:00Z").openVpn("office");
    late.poll(alice("2026-03-10T09:00:00Z", 1).rx(5000), alice("2026-03-10T09:30:00Z", 2).rx(70));
    assertThat(late.told().carriedIn()).containsExactly(new Counters(5070, 0));
    assertThat(late.usage("alice")).isEqualTo(Counters.ZERO);
    assertThat(late.sessions("alice"))
        .extracting(Session::moved)
        .as("a session is the server's own count")
        .containsExactly(new Counters(5000, 0), new Counters(70, 0));
  }

  @Test
  void a_common_name_twice_is_one_user_with_two_sessions_and_neither_is_lost() {
    Peer phone = alice("2026-03-10T10:00:10Z", 1);
    Peer laptop = alice("2026-03-10T10:00:40Z", 2);
    server.pass("PT60S").poll(phone.rx(100), laptop.rx(1000));
    server.pass("PT60S").poll(phone.rx(150), laptop.rx(1300));
    assertThat(server.usage("alice")).isEqualTo(new Counters(1450, 0));
    assertThat(server.of("alice").seen()).isEqualTo(new Counters(1450, 0));
    server.pass("PT60S").poll(laptop.rx(1301));
    assertThat(server.online("alice")).isTrue();
    assertThat(server.told().all(EventType.OFFLINE)).isEmpty();
    server.pass("PT60S").poll();
    assertThat(server.online("alice")).isFalse();
    assertThat(server.usage("alice")).isEqualTo(new Counters(1451, 0));
    assertThat(server.sessions("alice"))
        .extracting(Session::moved)
        .containsExactly(new Counters(150, 0), new Counters(1301, 0));
    assertThat(server.sessions("alice"))
        .extracting(Session::end)
        .as("when they were seen last")
        .containsExactly(
            Instant.parse("2026-03-10T10:02:00Z"), Instant.parse("2026-03-10T10:03:00Z"));
  }

  @Test
  void two_of_one_name_that_began_in_one_second_are_two() {
    Peer one = alice("2026-03-10T10:00:10Z", 1);
    Peer other = alice("2026-03-10T10:00:10Z", 2);
    server.pass("PT60S").poll(one.rx(5), other.rx(7));
    server.pass("PT60S").poll(other.rx(8), one.rx(6));
    assertThat(server.usage("alice").rxBytes()).isEqualTo(14);
    assertThat(server.sessions("alice")).hasSize(2);
  }

  @Test
  void a_reconnect_between_two_reads_counts_anew_even_if_it_has_overtaken_the_old_counter() {
    server.pass("PT60S").poll(alice("2026-03-10T10:00:20Z", 1).rx(700));
    server.pass("PT60S").poll(alice("2026-03-10T10:01:30Z", 2).rx(800));
    assertThat(server.usage("alice").rxBytes()).isEqualTo(1500);
    assertThat(server.sessions("alice"))
        .extracting(Session::moved)
        .containsExactly(new Counters(700, 0), new Counters(800, 0));
    assertThat(server.told().all(EventType.ONLINE)).hasSize(1);
    assertThat(server.told().all(EventType.RESET)).isEmpty();
  }

  @Test
  void nobody_connected_is_no_read_that_went_wrong_and_nobody_is_removed() {
    server.pass("PT60S").poll(alice("2026-03-10T10:00:20Z", 1).rx(700));
    server.pass("PT60S").poll();
    assertThat(server.told().types()).contains(EventType.OFFLINE).doesNotContain(EventType.REMOVED);
    assertThat(server.of("alice").listed()).isTrue();
    assertThat(server.of("alice").allowedIps()).isEmpty();
  }

  @Test
  void what_the_server_says_at_the_end_completes_the_session_to_the_byte() {
    Peer connection = alice("2026-03-10T10:00:20Z", 1);
    server.pass("PT60S").poll(connection.rx(700).tx(5));
    server.pass("PT20S").disconnect(connection.rx(950).tx(9));
    assertThat(server.online("alice")).isFalse();
    assertThat(server.usage("alice")).isEqualTo(new Counters(950, 9));
    assertThat(server.sessions("alice"))
        .singleElement()
        .satisfies(session -> {
          assertThat(session.moved()).isEqualTo(new Counters(950, 9));
          assertThat(session.end()).isEqualTo(Instant.parse("2026-03-10T10:01:20Z"));
        });
    // The file may show it once more, as it was.
    server.pass("PT5S").poll(connection.rx(700).tx(5));
    server.pass("PT60S").poll();
    assertThat(server.usage("alice")).isEqualTo(new Counters(950, 9));
    assertThat(server.told().all(EventType.OFFLINE)).hasSize(1);
    assertThat(server.told().all(EventType.ONLINE)).hasSize(1);
  }

  @Test
  void the_end_may_be_told_twice_or_after_it_was_noticed() {
    Peer connection = alice("2026-03-10T10:00:20Z", 1);
    server.pass("PT60S").poll(connection.rx(700));
    server.pass("PT60S").poll();
    Peer last = connection.rx(740);
    server.pass("PT1S").disconnect(last).disconnect(last);
    assertThat(server.latest().entries()).isEmpty();
    assertThat(server.usage("alice").rxBytes()).isEqualTo(740);
    assertThat(server.sessions("alice"))
        .singleElement()
        .satisfies(session -> assertThat(session.moved().rxBytes()).isEqualTo(740));
    assertThat(server.told().all(EventType.OFFLINE)).hasSize(1);
  }

  @Test
  void a_connection_that_no_read_ever_showed_is_a_session_all_the_same() {
    server.pass("PT60S").poll();
    server.pass("PT30S").disconnect(alice("2026-03-10T10:01:10Z", 7).rx(42).tx(1));
    assertThat(server.usage("alice")).isEqualTo(new Counters(42, 1));
    assertThat(server.sessions("alice"))
        .singleElement()
        .satisfies(session -> assertThat(session.isOpen()).isFalse());
    assertThat(server.online("alice")).isFalse();
    server.pass("PT30S").poll();
    assertThat(server.usage("alice")).isEqualTo(new Counters(42, 1));
  }

  @Test
  void an_end_that_is_told_after_the_servers_own_word_moves_nothing_back() {
    Peer connection = alice("2026-03-10T10:00:10Z", 7);
    server.pass("PT60S").poll(connection.rx(42));
    server.pass("PT30S").disconnect(connection.rx(50));
    List<Session> ended = server.sessions("alice");
    server.disconnect(connection.rx(50), "2026-03-10T10:01:10Z");
    server.disconnect(connection.rx(42), "2026-03-10T10:01:20Z");
    assertThat(server.sessions("alice")).isEqualTo(ended);
  }

  @Test
  void a_connection_that_floated_before_its_end_is_counted_once() {
    Peer connection = alice("2026-03-10T10:00:10Z", 7);
    server.pass("PT60S").poll(connection.rx(42));
    server.pass("PT30S").disconnect(connection.from("198.51.100.7:4000").rx(50));
    server.pass("PT30S").poll();
    assertThat(server.usage("alice").rxBytes()).isEqualTo(50);
    assertThat(server.sessions("alice"))
        .extracting(Session::moved)
        .containsExactly(new Counters(50, 0));
  }

  @Test
  void a_connection_is_the_same_when_its_server_is_read_in_another_way() {
    Peer byNumber = alice("2026-03-10T10:00:10Z", 7);
    Peer byAddress = byNumber.epoch(new Epoch(Epoch.BY_ADDRESS, "1773136810/192.0.2.1:5007"));
    server.pass("PT60S").poll(byAddress.rx(42));
    server.pass("PT60S").poll(byNumber.rx(50));
    server.pass("PT60S").poll(byAddress.rx(51));
    assertThat(server.usage("alice").rxBytes()).isEqualTo(51);
    assertThat(server.sessions("alice")).hasSize(1);
  }

  @Test
  void a_file_from_before_the_end_does_not_count_what_the_end_told() {
    server.pass("PT60S").poll();
    Peer connection = alice("2026-03-10T10:01:10Z", 7);
    Observation.Read written = server.pass("PT20S").written(connection.rx(30));
    server.pass("PT10S").disconnect(connection.rx(42));
    server.observe(written);
    assertThat(server.usage("alice").rxBytes()).isEqualTo(42);
    assertThat(server.sessions("alice")).hasSize(1);
    assertThat(server.online("alice")).isFalse();
    server.pass("PT60S").poll();
    assertThat(server.usage("alice").rxBytes()).isEqualTo(42);
  }

  @Test
  void the_end_of_one_of_two_connections_leaves_the_other() {
    Peer phone = alice("2026-03-10T10:00:10Z", 1);
    Peer laptop = alice("2026-03-10T10:00:10Z", 2);
    server.pass("PT60S").poll(phone.rx(100), laptop.rx(1000));
    server.pass("PT5S").disconnect(phone.rx(110));
    assertThat(server.online("alice")).isTrue();
    assertThat(server.usage("alice").rxBytes()).isEqualTo(1110);
    assertThat(server.of("alice").endpoint()).isEqualTo(new Endpoint("192.0.2.1", 5002));
  }

  @Test
  void usage_over_midnight_belongs_to_the_day_in_which_it_moved() {
    Scenario night = Scenario.at("2026-03-10T23:59:00Z").openVpn("office").poll();
    Peer connection = alice("2026-03-10T23:59:10Z", 1);
    night.pass("PT30S").poll(connection.rx(300));
    night.pass("PT60S").poll(connection.rx(900));
    night.pass("PT24H").poll(connection.rx(900));
    assertThat(night.told().rx(night, "alice", Resolution.DAY))
        .isEqualTo(
            Map.of(
                Instant.parse("2026-03-10T00:00:00Z"),
                600L,
                Instant.parse("2026-03-11T00:00:00Z"),
                300L));
  }

  @Test
  void a_client_that_goes_on_from_another_address_roams_and_stays_one_session() {
    Peer connection = alice("2026-03-10T10:00:10Z", 1);
    server.pass("PT60S").poll(connection.rx(1));
    server.pass("PT60S").poll(connection.rx(2).from("198.51.100.7:999"));
    Event roamed = server.told().only(EventType.ROAMED);
    assertThat(roamed.oldEndpoint()).isEqualTo(new Endpoint("192.0.2.1", 5001));
    assertThat(roamed.endpoint()).isEqualTo(new Endpoint("198.51.100.7", 999));
    assertThat(server.sessions("alice")).hasSize(1);
  }

  /** As version 1 of the status file tells them. */
  private static Peer unnumbered(String since, String address) {
    return client("alice", since, 0)
        .epoch(new Epoch(Epoch.BY_ADDRESS, since + "/" + address))
        .from(address);
  }

  @Test
  void without_numbers_two_of_one_second_stay_two_when_one_of_them_goes() {
    Peer phone = unnumbered("2026-03-10T10:00:10Z", "192.0.2.1:5001");
    Peer laptop = unnumbered("2026-03-10T10:00:10Z", "192.0.2.1:5002");
    server.pass("PT60S").poll(phone.rx(100), laptop.rx(1000));
    server.pass("PT60S").poll(laptop.rx(1300));
    server.pass("PT60S").poll(laptop.rx(1400));
    assertThat(server.usage("alice").rxBytes()).isEqualTo(1500);
    assertThat(server.sessions("alice")).hasSize(2);
  }

  @Test
  void without_numbers_a_client_that_goes_on_from_another_address_is_not_counted_twice() {
    Peer home = unnumbered("2026-03-10T10:00:10Z", "192.0.2.1:5001");
    Peer away = unnumbered("2026-03-10T10:00:10Z", "198.51.100.7:999");
    server.pass("PT60S").poll(home.rx(100));
    server.pass("PT60S").poll(away.rx(120));
    server.pass("PT60S").poll(away.rx(125));
    assertThat(server.usage("alice").rxBytes()).isEqualTo(125);
    assertThat(server.sessions("alice")).hasSize(1);
    assertThat(server.told().all(EventType.ROAMED)).hasSize(1);
  }

  @Test
  void a_server_that_is_gone_ends_all_sessions_where_they_were_seen_last() {
    server
        .pass("PT60S")
        .poll(alice("2026-03-10T10:00:20Z", 1).rx(700), client("bob", "2026-03-10T10:00:30Z", 2));
    server.pass("PT10M").gone();
    assertThat(server.told().all(EventType.OFFLINE)).hasSize(2);
    assertThat(server.sessions("alice"))
        .extracting(Session::end)
        .containsExactly(Instant.parse("2026-03-10T10:01:00Z"));
    // It is back, with the numbers of its clients beginning anew.
    server.pass("PT10M").poll(alice("2026-03-10T10:20:00Z", 0).rx(10));
    assertThat(server.usage("alice").rxBytes()).isEqualTo(710);
    assertThat(server.told().types()).contains(EventType.TUNNEL_DOWN);
  }

  @Test
  void the_addresses_inside_the_tunnel_are_kept_as_they_were_at_each_time() {
    Peer connection = alice("2026-03-10T10:00:10Z", 1).allowedIps(List.of("10.8.0.2/32"));
    server.pass("PT60S").poll(connection);
    assertThat(server.of("alice").allowedIps()).containsExactly("10.8.0.2/32");
    server.pass("PT60S").poll();
    assertThat(server.told().entries())
        .filteredOn(Entry.AllowedIpsChanged.class::isInstance)
        .extracting(entry -> ((Entry.AllowedIpsChanged) entry).networks())
        .containsExactly(List.of("10.8.0.2/32"), List.of());
  }

  @Test
  void sessions_that_have_ended_are_not_remembered_for_ever() {
    for (int i = 0; i < 60; i++) {
      Peer connection = alice(server.wall().toString(), i);
      server.pass("PT60S").poll(connection.rx(1));
    }
    server.pass("PT60S").poll();
    assertThat(server.of("alice").links()).hasSizeLessThan(20);
    assertThat(server.sessions("alice")).hasSize(60);
    assertThat(server.usage("alice").rxBytes()).isEqualTo(60);
  }
}
