package org.vpnledger.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation.Read;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence.LastHandshake;
import org.vpnledger.vpn.TunnelId;

class CheckReportTest {
  private static final Instant NOW = Instant.parse("2026-01-05T09:04:05.900Z");
  private static final String ANN = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
  private static final String BOB = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";
  private static final String EVE = "RUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUU=";

  private static Connection peer(
      String key, @Nullable Long age, @Nullable String endpoint, Counters counters) {
    return new Connection(
        new PeerKey(key),
        Epoch.UNKNOWN,
        counters,
        age == null ? LastHandshake.NEVER : new LastHandshake(NOW.minusSeconds(age)),
        endpoint == null ? null : Endpoint.parse(endpoint),
        List.of(),
        0);
  }

  private static CheckReport report(Connection... peers) {
    Read read =
        new Read(
            new TunnelId("kernel", "wg0"),
            new Moment(NOW, 1, "boot"),
            new Device(null, 51820, 0),
            List.of(peers));
    return new CheckReport(List.of(read), ZoneId.of("Europe/Berlin"));
  }

  private static String lines(CheckReport report) {
    return report.text(NOW).split("\n", 2)[1];
  }

  @Test
  void the_lines_are_the_scripts_and_peers_in_wgs_order() {
    CheckReport report =
        report(
            peer(EVE, null, null, Counters.ZERO),
            peer(BOB, 363L, "[2001:db8::1]:4444", new Counters(1_342_177_280L, 3_376_414)),
            peer(ANN, 12L, "192.168.1.50:51820", new Counters(0, 148)));
    assertThat(report.text(NOW))
        .isEqualTo(
            """
            === WireGuard Monitor - Mon Jan  5 10:04:05 CET 2026 ===
            Peer %1$s connected from: 192.168.1.50:51820
            Peer %1$s: transfer: 0 B received, 148 B sent
            Peer %2$s connected from: [2001:db8::1]:4444
            WARNING: Stale peer %2$s - latest handshake: 6 minutes, 3 seconds ago
            Peer %2$s: transfer: 1.25 GiB received, 3.22 MiB sent
            """
                .formatted(ANN, BOB));
    assertThat(report.isAnyStale()).isTrue();
  }

  @Test
  void five_minutes_are_not_stale_yet_and_one_second_more_is() {
    assertThat(report(peer(ANN, 300L, null, Counters.ZERO)).isAnyStale()).isFalse();
    assertThat(lines(report(peer(ANN, 300L, null, Counters.ZERO)))).isEmpty();
    assertThat(report(peer(ANN, 301L, null, Counters.ZERO)).isAnyStale()).isTrue();
    assertThat(lines(report(peer(ANN, 301L, null, Counters.ZERO))))
        .isEqualTo("WARNING: Stale peer " + ANN + " - latest handshake: 5 minutes, 1 second ago\n");
  }

  @Test
  void who_never_shook_hands_and_who_will_in_the_future_is_not_stale() {
    CheckReport report =
        report(
            peer(ANN, null, "192.0.2.7:1", Counters.ZERO), peer(BOB, -400L, null, Counters.ZERO));
    assertThat(report.isAnyStale()).isFalse();
    assertThat(lines(report)).isEqualTo("Peer " + ANN + " connected from: 192.0.2.7:1\n");
  }

  @Test
  void rows_have_names_ages_and_bytes() {
    StringWriter json = new StringWriter();
    CheckReport report = report(peer(ANN, 301L, "192.0.2.7:1", new Counters(5, 7)));
    SheetJson.write(report.sheet("gw1", key -> "Ann"), json);
    assertThat(json.toString())
        .isEqualTo(
            """
            [
            {"gateway":"gw1","source":"kernel","tunnel":"wg0","peer":"%s","name":"Ann",\
            "endpoint":"192.0.2.7:1","last_handshake":"2026-01-05T09:59:04+01:00",\
            "handshake_age_seconds":301,"stale":true,"rx_bytes":5,"tx_bytes":7}
            ]
            """
                .formatted(ANN));
  }
}
