package org.vpnledger.source.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.OpenVpnRoute;
import org.vpnledger.vpn.OpenVpnStatus;

/** Captured files of every version; what a name can do to them is in {@link CommonNamesTest}. */
class StatusParserTest {
  private static final ZoneId UTC = ZoneOffset.UTC;
  private static final String BOB = "bob,the \"2nd\"";
  private static final String ZOE = "Zoë Müller";

  static Stream<String> servers() {
    return Golden.SERVERS.stream();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void every_version_shows_who_is_there(String name) throws Exception {
    OpenVpnStatus status = Golden.file(name);
    List<OpenVpnClient> clients = status.clients();
    if (name.equals("2.6-v2-login")) {
      assertThat(clients)
          .extracting(OpenVpnClient::commonName)
          .contains("UNDEF", "zoe,z")
          .hasSize(5);
    } else {
      assertThat(clients)
          .extracting(OpenVpnClient::commonName)
          .filteredOn(commonName -> !commonName.equals("UNDEF"))
          .containsExactlyInAnyOrder("alice", "alice", BOB, ZOE, "carol");
    }
    assertThat(clients)
        .allSatisfy(client -> {
          assertThat(client.endpoint()).isNotNull();
          assertThat(client.connectedSince())
              .isBetween(status.updated().minusSeconds(9), status.updated());
          assertThat(client.virtualAddress() != null)
              .isEqualTo(client.authenticated() && !name.contains("-v1"));
        });
    assertThat(status.routes()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(status.routes())
        .allSatisfy(route -> {
          assertThat(clients)
              .anyMatch(client ->
                  client.commonName().equals(route.commonName())
                      && client.realAddress().equals(route.realAddress()));
          assertThat(route.lastRef()).isBetween(status.updated().minusSeconds(9), status.updated());
        });
    assertThat(status.maxBcastMcastQueueLength()).isBetween(4, 5);
    assertThat(status.version()).isEqualTo(name.contains("-v1") ? null : expectedVersion(name));
    boolean tellsOffload = !name.contains("-v1") && name.compareTo("2.6") > 0;
    assertThat(status.dcoEnabled()).isEqualTo(tellsOffload ? Boolean.FALSE : null);
  }

  private static String expectedVersion(String name) {
    return switch (name.substring(0, 3)) {
      case "2.3" -> "2.3.18";
      case "2.4" -> "2.4.12";
      case "2.5" -> "2.5.9";
      case "2.6" -> "2.6.14";
      default -> "2.7.0";
    };
  }

  @Test
  void version_1_tells_names_addresses_bytes_and_times() throws Exception {
    OpenVpnStatus status = Golden.file("2.6-v1");
    assertThat(status.title()).isNull();
    assertThat(status.architecture()).isNull();
    assertThat(status.updated()).isEqualTo("2026-11-28T15:45:56Z");
    assertThat(Golden.client(status, BOB))
        .isEqualTo(
            new OpenVpnClient(
                BOB,
                "192.0.2.13:37128",
                null,
                null,
                new Counters(2851, 2849),
                Instant.parse("2026-11-28T15:45:49Z"),
                null,
                null,
                null,
                null));
  }

  @Test
  void version_2_tells_all_that_it_has() throws Exception {
    OpenVpnStatus status = Golden.file("2.6-v2");
    assertThat(status.architecture()).isEqualTo("x86_64-pc-linux-gnu");
    assertThat(status.title()).endsWith("[AEAD] [DCO]");
    assertThat(status.updated()).isEqualTo(Instant.ofEpochSecond(1795880765));
    assertThat(Golden.client(status, ZOE))
        .isEqualTo(
            new OpenVpnClient(
                ZOE,
                "192.0.2.14:44571",
                "198.51.100.5",
                "2001:db8:8::1003",
                new Counters(3023, 3087),
                Instant.ofEpochSecond(1795880758),
                "zoe,z",
                3L,
                3L,
                "AES-256-GCM"));
    assertThat(Golden.client(status, "carol").username()).isNull();
  }

  @Test
  void version_3_tells_the_same_as_version_2() throws Exception {
    assertThat(
            Golden.parse(
                Golden.text("2.6-v2").replace("bob,the", "bob the").replace("zoe,z", "zoe")))
        .isEqualTo(
            Golden.parse(
                Golden.text("2.6-v2")
                    .replace("bob,the", "bob the")
                    .replace("zoe,z", "zoe")
                    .replace(',', '\t'),
                UTC));
    assertThat(Golden.client(Golden.file("2.6-v3"), ZOE).username()).isEqualTo("zoe,z");
  }

  @Test
  void the_first_versions_lack_what_they_lack() throws Exception {
    OpenVpnClient old = Golden.client(Golden.file("2.3-v2"), ZOE);
    assertThat(old.username()).isEqualTo("zoe,z");
    assertThat(old.virtualAddress()).isEqualTo("198.51.100.5");
    assertThat(old.virtualIpv6Address()).isNull();
    assertThat(old.clientId()).isNull();
    assertThat(old.peerId()).isNull();
    assertThat(old.cipher()).isNull();
    assertThat(old.endpoint()).isEqualTo(new Endpoint("::ffff:192.0.2.14", 0));
    OpenVpnClient newer = Golden.client(Golden.file("2.4-v2"), ZOE);
    assertThat(newer.clientId()).isEqualTo(3);
    assertThat(newer.virtualIpv6Address()).isEqualTo("2001:db8:8::1003");
    assertThat(newer.cipher()).isNull();
  }

  @Test
  void duplicate_common_names_are_kept_apart() throws Exception {
    assertThat(Golden.file("2.6-v1").clients())
        .filteredOn(client -> client.commonName().equals("alice"))
        .extracting(OpenVpnClient::realAddress, client -> client.counters().rxBytes())
        .containsExactly(tuple("192.0.2.12:60258", 2644L), tuple("192.0.2.11:48433", 2444L));
  }

  @Test
  void cached_routes_and_networks_are_told_apart() throws Exception {
    assertThat(Golden.file("2.6-v1").routes())
        .filteredOn(route -> route.commonName().equals("carol"))
        .extracting(OpenVpnRoute::virtualAddress, OpenVpnRoute::cached)
        .containsExactly(
            tuple("203.0.113.7", true),
            tuple("203.0.113.0/24", false),
            tuple("198.51.100.6", false),
            tuple("2001:db8:8::1004", false));
    assertThat(Golden.file("2.6-v2-tap").routes().getFirst().virtualAddress())
        .isEqualTo("02:00:5e:00:53:14@0");
  }

  @Test
  void who_only_knocks_is_not_authenticated_and_has_no_address() throws Exception {
    OpenVpnClient stranger = Golden.client(Golden.file("2.6-v2-tcp"), "UNDEF");
    assertThat(stranger.authenticated()).isFalse();
    assertThat(stranger.virtualAddress()).isNull();
    assertThat(stranger.virtualIpv6Address()).isNull();
    assertThat(stranger.counters().isZero()).isTrue();
    // The server needs no name of these: they are in, although nobody knows who they are.
    assertThat(Golden.file("2.6-v2-login").clients()).allMatch(OpenVpnClient::authenticated);
  }

  @Test
  void addresses_of_every_form_are_read() throws Exception {
    assertThat(endpoints("2.6-v2-ipv6")).contains(new Endpoint("2001:db8::12", 0));
    assertThat(endpoints("2.7-v2"))
        .contains(new Endpoint("2001:db8::12", 51746), new Endpoint("192.0.2.11", 37388));
    assertThat(endpoints("2.7-v2-tcp")).contains(new Endpoint("192.0.2.15", 58294));
  }

  private static List<Endpoint> endpoints(String name) throws Exception {
    return Golden.file(name).clients().stream().map(OpenVpnClient::endpoint).toList();
  }

  @Test
  void times_without_a_zone_are_the_servers() throws Exception {
    ZoneId zone = ZoneId.of("America/New_York");
    assertThat(Golden.parse(Golden.text("2.6-v1"), zone).updated())
        .isEqualTo("2026-11-28T20:45:56Z");
    assertThat(Golden.parse(Golden.text("2.4-v1"), zone).updated())
        .isEqualTo("2026-11-28T20:53:21Z");
    assertThat(Golden.parse(Golden.text("2.6-v2"), zone)).isEqualTo(Golden.file("2.6-v2"));
  }

  @Test
  void days_below_ten_have_a_space_in_old_dates() throws Exception {
    String text = Golden.text("2.4-v1").replace("Sat Nov 28 15:53:15", "Thu Jan  1 09:00:00");
    assertThat(Golden.client(Golden.parse(text), "carol").connectedSince())
        .isEqualTo("2026-01-01T09:00:00Z");
  }

  @Test
  void the_hour_that_comes_twice_and_the_one_that_never_comes_have_times() throws Exception {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    String text = Golden.text("2.6-v1");
    assertThat(
            Golden.parse(text.replace("2026-11-28 15:45:56", "2026-10-25 02:30:00"), zone)
                .updated())
        .isEqualTo("2026-10-25T00:30:00Z");
    assertThat(
            Golden.parse(text.replace("2026-11-28 15:45:56", "2026-03-29 02:30:00"), zone)
                .updated())
        .isEqualTo("2026-03-29T01:30:00Z");
  }

  @Test
  void the_offloaded_channel_and_numbers_that_mean_none_are_read() throws Exception {
    String text = Golden.text("2.6-v2").replace("dco_enabled,0", "dco_enabled,1");
    assertThat(Golden.parse(text).dcoEnabled()).isTrue();
    for (String none : List.of("4294967295", "16777215")) {
      String changed = text.replace(",4,4,AES", ",4," + none + ",AES");
      assertThat(Golden.client(Golden.parse(changed), "carol").peerId()).isNull();
    }
    String unmanaged = text.replace(",4,4,AES", ",,4,AES");
    assertThat(Golden.client(Golden.parse(unmanaged), "carol").clientId()).isNull();
  }

  @Test
  void windows_and_the_management_interface_end_lines_otherwise() throws Exception {
    for (String name : List.of("2.6-v1", "2.6-v2", "2.6-v3")) {
      assertThat(Golden.parse(Golden.text(name).replace("\n", "\r\n")))
          .isEqualTo(Golden.file(name));
    }
  }

  @Test
  void columns_may_be_in_any_order_and_unknown_ones_are_passed_over() throws Exception {
    OpenVpnStatus status =
        Golden.parse(
            """
            TITLE,OpenVPN 3.0 [git:x/y] arm64
            TIME,2030-01-01 00:00:00,1893456000
            HEADER,CLIENT_LIST,New,Username,Bytes Sent,Connected Since,Bytes Received,Common Name,Real Address
            CLIENT_LIST,!,u,1,2030-01-01 00:00:00,2,a,192.0.2.1:1
            HEADER,NEWS,What
            NEWS,nothing
            GLOBAL_STATS,new statistic,many
            END
            """,
            UTC);
    OpenVpnClient client = Golden.client(status, "a");
    assertThat(client.counters()).isEqualTo(new Counters(2, 1));
    assertThat(client.username()).isEqualTo("u");
    assertThat(status.version()).isEqualTo("3.0");
    assertThat(status.architecture()).isEqualTo("arm64");
  }

  @Test
  void a_server_without_clients_is_no_error() throws Exception {
    assertThat(Golden.parse("TITLE,x\nTIME,x,1\nEND\n").clients()).isEmpty();
    String empty = Golden.text("2.6-v1").replaceAll("(?m)^.*192\\.0\\.2.*\n", "");
    assertThat(Golden.parse(empty).clients()).isEmpty();
    assertThat(Golden.parse(empty).routes()).isEmpty();
  }
}
