package org.vpnledger.flow.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.decode.DnsMessage;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.decode.Packets;
import org.vpnledger.flow.table.Label;
import org.vpnledger.vpn.Address;

final class AttributionTest {
  private static final long SECOND = 1_000_000_000L;
  private static final PeerTable.Owner ALICE = new PeerTable.Owner("alice-key", "Alice");
  private static final PeerTable.Owner SITE = new PeerTable.Owner("site-key", null);
  private static final PeerTable TABLE =
      PeerTable.of(
          Map.of(
              ALICE,
              List.of("10.8.0.2/32", "fd00::2/128", "(none)"),
              SITE,
              List.of("10.8.0.0/16", "0.0.0.0/0")));

  private static Address address(String text) {
    return Objects.requireNonNull(Address.parse(text));
  }

  @Test
  void the_longest_prefix_decides_whose_an_address_is() {
    assertThat(TABLE.owner(address("10.8.0.2"))).isEqualTo(ALICE);
    assertThat(TABLE.owner(address("10.8.0.3"))).isEqualTo(SITE);
    assertThat(TABLE.owner(address("203.0.113.9"))).isEqualTo(SITE);
    assertThat(TABLE.owner(address("fd00::2"))).isEqualTo(ALICE);
    assertThat(TABLE.owner(address("fd00::3"))).isNull();
  }

  @Test
  void
      the_peers_side_is_the_source_of_what_the_gateway_received_and_the_destination_of_what_it_sent() {
    Attribution attribution = new Attribution();
    attribution.peers(0, TABLE);
    Packet back = Packets.udp(0, "192.0.2.1", 53, "10.8.0.2", 9, 100);
    assertThat(attribution.of(Packets.way(Direction.TX, back)).peer()).isEqualTo("alice-key");
    Packet there = Packets.udp(0, "10.8.0.2", 9, "192.0.2.1", 53, 100);
    assertThat(attribution.of(Packets.way(Direction.RX, there)).name()).isEqualTo("Alice");
    assertThat(attribution.of(Packets.way(Direction.UNKNOWN, there)).peer()).isEqualTo("alice-key");
  }

  @Test
  void a_host_is_what_that_very_client_had_looked_up_for_as_long_as_that_holds() {
    HostBook<Address> book = new HostBook<>();
    book.note(answer("www.example.com", "192.0.2.7", 60), address("10.8.0.2"), SECOND);
    assertThat(book.host(address("10.8.0.2"), address("192.0.2.7"), 2 * SECOND))
        .isEqualTo("www.example.com");
    assertThat(book.host(address("10.8.0.3"), address("192.0.2.7"), 2 * SECOND)).isNull();
    assertThat(book.host(address("10.8.0.2"), address("192.0.2.7"), 62 * SECOND)).isNull();
  }

  @Test
  void a_peer_knows_a_host_by_the_name_that_it_asked_for_from_another_of_its_addresses() {
    Attribution attribution = new Attribution();
    attribution.peers(0, TABLE);
    attribution.learn(Packets.answer(SECOND, "10.8.0.2", answer("a.example", "2001:db8::7", 60)));
    Packet sixth = Packets.udp(2 * SECOND, "fd00::2", 9, "2001:db8::7", 443, 100);
    assertThat(attribution.of(Packets.way(Direction.RX, sixth)).host()).isEqualTo("a.example");
    Packet anothers = Packets.udp(2 * SECOND, "10.8.0.9", 9, "2001:db8::7", 443, 100);
    assertThat(attribution.of(Packets.way(Direction.RX, anothers)).host()).isNull();
    Packet late = Packets.udp(90 * SECOND, "fd00::2", 9, "2001:db8::7", 443, 100);
    assertThat(attribution.of(Packets.way(Direction.RX, late)).host()).isNull();
  }

  @Test
  void failures_questions_and_answers_to_several_questions_teach_nothing() {
    HostBook<Address> book = new HostBook<>();
    DnsMessage good = answer("a.example", "192.0.2.7", 60);
    DnsMessage failed = new DnsMessage(good.bytes(), 1, true, 3, good.questions(), good.answers());
    DnsMessage question =
        new DnsMessage(good.bytes(), 1, false, 0, good.questions(), good.answers());
    for (DnsMessage message : List.of(failed, question)) {
      book.note(message, address("10.8.0.2"), 0);
    }
    assertThat(book.host(address("10.8.0.2"), address("192.0.2.7"), 0)).isNull();
  }

  @Test
  void changed_owners_are_told_and_the_first_ones_are_no_change() {
    Attribution attribution = new Attribution();
    assertThat(attribution.peers(0, TABLE)).isFalse();
    assertThat(attribution.peers(0, TABLE)).isFalse();
    assertThat(attribution.peers(0, PeerTable.EMPTY)).isTrue();
    assertThat(attribution.of(Packets.udp(0, "10.8.0.2", 9, "192.0.2.1", 53, 100)))
        .isEqualTo(Label.NONE);
  }

  private static DnsMessage answer(String name, String address, long ttl) {
    return new DnsMessage(
        new byte[0],
        1,
        true,
        0,
        List.of(new DnsMessage.Question(name, DnsMessage.A)),
        List.of(new DnsMessage.Answer(name, DnsMessage.A, ttl, address(address), null)));
  }
}
