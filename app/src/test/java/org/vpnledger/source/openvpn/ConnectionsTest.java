package org.vpnledger.source.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.PeerKey;

/** Who is connected, by the status files of all versions. */
class ConnectionsTest {
  static List<String> servers() {
    return Golden.SERVERS;
  }

  @ParameterizedTest
  @MethodSource("servers")
  void every_connection_of_who_was_let_in_is_one_with_a_life_of_its_own(String file)
      throws Exception {
    var status = Golden.file(file);
    List<Connection> connections = Connections.of(status);
    assertThat(connections)
        .hasSize((int) status.clients().stream().filter(OpenVpnClient::authenticated).count())
        .allSatisfy(connection -> {
          assertThat(connection.peer().text()).isNotEmpty();
          assertThat(connection.endpoint()).isNotNull();
        });
    Set<String> lives = new HashSet<>();
    connections.forEach(one -> assertThat(lives.add(one.peer() + " " + one.epoch())).isTrue());
    assertThat(connections).anyMatch(connection -> !connection.allowedIps().isEmpty());
  }

  private static List<Connection> v1(String clients, String routes) throws Exception {
    return Connections.of(
        Golden.parse(
            """
            OpenVPN CLIENT LIST
            Updated,2026-01-01 10:00:00
            Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since
            %sROUTING TABLE
            Virtual Address,Common Name,Real Address,Last Ref
            %sGLOBAL STATS
            Max bcast/mcast queue length,0
            END
            """
                .formatted(clients, routes)));
  }

  @Test
  void in_version_1_addresses_inside_come_from_the_routes_and_learned_ones_do_not_count()
      throws Exception {
    assertThat(
            v1(
                "alice,192.0.2.4:5555,100,200,2026-01-01 09:00:00\n",
                """
                10.8.0.2,alice,192.0.2.4:5555,2026-01-01 09:59:58
                10.9.0.0/24,alice,192.0.2.4:5555,2026-01-01 09:59:58
                10.9.0.7C,alice,192.0.2.4:5555,2026-01-01 09:59:58
                """))
        .singleElement()
        .satisfies(connection ->
            assertThat(connection.allowedIps()).containsExactly("10.8.0.2/32", "10.9.0.0/24"));
  }

  @Test
  void without_a_number_from_the_server_a_connection_is_told_by_its_address() throws Exception {
    String line = "alice,192.0.2.%d:5555,100,200,2026-01-01 09:00:00\n";
    assertThat(v1(line.formatted(4) + line.formatted(5), ""))
        .extracting(Connection::epoch)
        .containsExactly(
            new Epoch(Epoch.BY_ADDRESS, "1767258000/192.0.2.4:5555"),
            new Epoch(Epoch.BY_ADDRESS, "1767258000/192.0.2.5:5555"));
  }

  @Test
  void who_has_no_common_name_is_known_by_the_login_and_who_is_not_let_in_is_nobody()
      throws Exception {
    List<Connection> connections =
        Connections.of(
            Golden.parse(
                """
                TITLE,OpenVPN 2.6.14 x86_64-pc-linux-gnu
                TIME,2026-01-01 10:00:00,1767261600
                HEADER,CLIENT_LIST,Common Name,Real Address,Virtual Address,Virtual IPv6 Address,Bytes Received,Bytes Sent,Connected Since,Connected Since (time_t),Username,Client ID,Peer ID,Data Channel Cipher
                CLIENT_LIST,UNDEF,192.0.2.4:5555,10.8.0.2,,100,200,2026-01-01 09:00:00,1767258000,carol,0,0,AES-256-GCM
                CLIENT_LIST,UNDEF,192.0.2.5:5555,,,9,0,2026-01-01 09:00:00,1767258000,UNDEF,1,0,
                HEADER,ROUTING_TABLE,Virtual Address,Common Name,Real Address,Last Ref,Last Ref (time_t)
                GLOBAL_STATS,Max bcast/mcast queue length,0
                END
                """));
    assertThat(connections).extracting(Connection::peer).containsExactly(new PeerKey("carol"));
  }
}
