package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence.LastHandshake;

/** What holds whichever way a tunnel is read. */
class ParserContractTest {

  private static final Snapshot OFFICE =
      new Snapshot(
          new Device("TR1lyzMB2llvBcZ7Q7J5BDhMhHZqnw16YEuR+S2OmFk=", 51820, 0xca6c),
          List.of(
              new Connection(
                  new PeerKey("1u/uCoCeoyrQRU6d/YGhO+gZxnz8fPMVKd4A2fD/vE0="),
                  Epoch.UNKNOWN,
                  new Counters(308, 124),
                  new LastHandshake(Instant.ofEpochSecond(1795180963)),
                  new Endpoint("192.0.2.10", 40001),
                  List.of("10.8.0.2/32", "fd00:8::2/128", "192.168.7.0/24"),
                  25),
              new Connection(
                  new PeerKey("BXhkYMSimsjmowujeevMCdHaRWqviK9CXvWEPKUHPzk="),
                  Epoch.UNKNOWN,
                  new Counters(0, 148),
                  LastHandshake.NEVER,
                  new Endpoint("fe80::2", 51999),
                  List.of("0.0.0.0/0", "::/0"),
                  0),
              new Connection(
                  new PeerKey("SBje6w2lPun/GVh2hUrbql2XFH2YYKLd7JF5ApKNFyA="),
                  Epoch.UNKNOWN,
                  Counters.ZERO,
                  LastHandshake.NEVER,
                  null,
                  List.of(),
                  0),
              new Connection(
                  new PeerKey("lgjUPDjz2Jq6GjjVvVobGJB3O0K9aHRiZ/kTosZhPUc="),
                  Epoch.UNKNOWN,
                  new Counters(308, 124),
                  new LastHandshake(Instant.ofEpochSecond(1795180963)),
                  new Endpoint("2001:db8::10", 40002),
                  List.of("10.8.0.3/32"),
                  0)),
          false);

  private static final Snapshot EMPTY = new Snapshot(new Device(null, 40421, 0), List.of(), false);

  @Test
  void a_captured_answer_shows_what_the_tunnel_had() throws Exception {
    assertThat(Golden.uapi(Golden.text("office.uapi"))).isEqualTo(OFFICE);
    assertThat(Golden.uapi(Golden.text("empty.uapi"))).isEqualTo(EMPTY);
  }

  @Test
  void a_captured_dump_of_one_interface_shows_the_same() throws Exception {
    assertThat(Golden.dump(Golden.text("office.dump"), Golden.OFFICE))
        .containsExactly(Map.entry(Golden.OFFICE, OFFICE));
  }

  @Test
  void a_captured_dump_of_all_shows_the_same_among_others() throws Exception {
    var all = Golden.dump(Golden.text("all.dump"));
    assertThat(all.keySet()).containsExactly("wg_empty=0", "clb", "cla", Golden.OFFICE);
    assertThat(all).containsEntry(Golden.OFFICE, OFFICE).containsEntry("wg_empty=0", EMPTY);
  }

  /** Written by the format of amneziawg-go 3.1 and amneziawg-tools 3.1; a keepalive is 20-25. */
  @Test
  void what_amneziawg_adds_is_passed_over() throws Exception {
    assertThat(Golden.uapi(Golden.text("amnezia.uapi"))).isEqualTo(OFFICE);
    assertThat(Golden.dump(Golden.text("amnezia.dump"))).containsExactly(Map.entry("awg0", OFFICE));
  }

  @Test
  void an_age_in_place_of_a_time_is_counted_back_from_the_read() throws Exception {
    Connection dumped =
        Golden.dump(Golden.text("zone-age.dump"), "wg0")
            .firstEntry()
            .getValue()
            .connections()
            .getFirst();
    assertThat(dumped.presence())
        .isEqualTo(new LastHandshake(Instant.parse("2026-11-20T13:21:20Z")));
    assertThat(dumped.endpoint()).isEqualTo(new Endpoint("fe80::2%eth0", 51999));
  }
}
