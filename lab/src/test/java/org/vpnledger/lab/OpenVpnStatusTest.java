package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.source.openvpn.StatusFile;
import org.vpnledger.source.openvpn.StatusReading;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.OpenVpnRoute;
import org.vpnledger.vpn.OpenVpnStatus;

/** What the status file of a real server tells of real clients. */
@RequiresLab(program = false)
@Timeout(120)
final class OpenVpnStatusTest {
  private static final String BOB = "bob,the \"2nd\"";

  /** Times are in whole seconds, and the server's own clock is read once a second. */
  private static final Duration GRAIN = Duration.ofSeconds(2);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void who_is_connected_is_known_by_name_address_time_and_bytes(int version) {
    Instant begin = Instant.now();
    try (OpenVpnServer server = OpenVpnServer.start(version)) {
      StatusFile file = new StatusFile(server.status(), ZoneId.systemDefault());
      assertThat(read(file).status().clients()).isEmpty();
      List<OpenVpnDevice> devices =
          List.of(server.connect("alice"), server.connect("alice"), server.connect(BOB));
      devices.forEach(device -> device.exchange(1));
      OpenVpnStatus before =
          Eventually.see(
              "all are there",
              Eventually.PATIENCE,
              () -> read(file).status(),
              seen -> seen.clients().size() == 3 && seen.routes().size() == 6);

      for (OpenVpnDevice device : devices) {
        OpenVpnClient client = of(before, device);
        assertThat(client.commonName()).isEqualTo(device.commonName());
        assertThat(client.authenticated()).isTrue();
        assertThat(client.endpoint()).hasToString(device.endpoint());
        assertThat(client.connectedSince())
            .isBetween(begin.minus(GRAIN), before.updated().plus(GRAIN));
        assertThat(client.virtualAddress() == null).isEqualTo(version == 1);
        assertThat(client.username()).isNull();
        assertThat(before.routes())
            .filteredOn(route -> route.realAddress().equals(client.realAddress()))
            .allMatch(route -> route.commonName().equals(device.commonName()) && !route.cached())
            .extracting(OpenVpnRoute::virtualAddress)
            .contains(tunnelAddress(device))
            .hasSize(2);
      }
      assertThat(before.version() == null).isEqualTo(version == 1);

      devices.get(1).exchange(100);
      OpenVpnStatus after =
          Eventually.see(
              "the bytes are counted",
              Eventually.PATIENCE,
              () -> read(file).status(),
              seen -> moved(before, seen, devices.get(1)) >= 200_000);
      assertThat(moved(before, after, devices.get(1))).isBetween(200_000L, 250_000L);
      assertThat(moved(before, after, devices.get(0))).isBetween(0L, 10_000L);
      assertThat(after.updated()).isAfter(before.updated());
    }
  }

  @Test
  void who_leaves_is_no_longer_listed_and_who_comes_again_is_another_connection() {
    try (OpenVpnServer server = OpenVpnServer.start(3)) {
      StatusFile file = new StatusFile(server.status(), ZoneId.systemDefault());
      OpenVpnDevice alice = server.connect("alice");
      OpenVpnDevice other = server.connect("alice");
      Eventually.holds(
          "both are there", Eventually.PATIENCE, () -> read(file).status().clients().size() == 2);
      OpenVpnClient first = of(read(file).status(), alice);
      alice.disconnect();
      Eventually.see(
          "one has left",
          Eventually.PATIENCE,
          () -> read(file).status().clients(),
          clients -> clients.size() == 1);
      assertThat(of(read(file).status(), other).commonName()).isEqualTo("alice");
      alice.reconnect();
      Eventually.holds(
          "both are back", Eventually.PATIENCE, () -> read(file).status().clients().size() == 2);
      OpenVpnClient second = of(read(file).status(), alice);
      assertThat(second.realAddress()).isEqualTo(first.realAddress());
      assertThat(second.clientId()).isNotEqualTo(first.clientId());
      assertThat(second.connectedSince()).isAfter(first.connectedSince());
    }
  }

  @Test
  void a_server_that_has_ended_leaves_a_file_that_grows_old() {
    try (OpenVpnServer server = OpenVpnServer.start(2)) {
      StatusFile file = new StatusFile(server.status(), ZoneId.systemDefault());
      server.connect("alice");
      Eventually.holds(
          "she is there", Eventually.PATIENCE, () -> read(file).status().clients().size() == 1);
      assertThat(read(file).age(Instant.now())).isLessThan(GRAIN.plus(GRAIN));
      server.crash();
      StatusReading left = read(file);
      Eventually.pause(GRAIN.plus(GRAIN));
      assertThat(read(file)).isEqualTo(left);
      assertThat(read(file).age(Instant.now())).isGreaterThan(GRAIN);
    }
  }

  private static StatusReading read(StatusFile file) {
    try {
      return file.read();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static OpenVpnClient of(OpenVpnStatus status, OpenVpnDevice device) {
    List<OpenVpnClient> found =
        status.clients().stream()
            .filter(client -> client.realAddress().equals(device.endpoint()))
            .toList();
    assertThat(found).as(device + " in " + status).hasSize(1);
    return found.getFirst();
  }

  private static String tunnelAddress(OpenVpnDevice device) {
    String shown =
        device.namespace().command("ip", "-4", "-brief", "address", "show", "dev", "tun0").output();
    return shown.replaceAll("(?s).* (10\\.88\\.0\\.\\d+)/.*", "$1");
  }

  private static long moved(OpenVpnStatus before, OpenVpnStatus after, OpenVpnDevice device) {
    return of(after, device).counters().minus(of(before, device).counters()).totalBytes();
  }
}
