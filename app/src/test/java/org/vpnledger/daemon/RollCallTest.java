package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Rules;
import org.vpnledger.ledger.State;
import org.vpnledger.store.sqlite.SteadyTunnel;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

/** A tunnel that went while no daemon watched must not have its peers online for ever. */
class RollCallTest {
  private final SteadyTunnel tunnel =
      new SteadyTunnel("wg0", Instant.parse("2026-06-01T10:00:00Z"));
  private final State remembered =
      new Ledger(Rules.of(LedgerCalendar.of(ZoneId.of("UTC"))))
          .apply(State.EMPTY, tunnel.read())
          .state();

  private List<Observation> missing(RollCall rollCall) {
    return rollCall.missing(remembered, tunnel.now());
  }

  @Test
  void a_tunnel_that_its_source_does_not_find_twice_is_gone_and_that_is_said_once() {
    RollCall rollCall = new RollCall(Set.of("kernel"));
    tunnel.pass(Duration.ofHours(1));
    rollCall.note("kernel", List.of());
    assertThat(missing(rollCall)).isEmpty();
    assertThat(rollCall.isAnyMissing(remembered)).isTrue();
    rollCall.note("kernel", List.of());
    assertThat(missing(rollCall)).containsExactly(new Observation.Gone(tunnel.id(), tunnel.now()));
    assertThat(missing(rollCall)).isEmpty();
  }

  @Test
  void a_tunnel_that_was_mentioned_or_read_a_moment_ago_is_not_missing() {
    RollCall rollCall = new RollCall(Set.of("kernel"));
    rollCall.note("kernel", List.of());
    rollCall.note("kernel", List.of());
    assertThat(missing(rollCall)).isEmpty(); // a standby has just read it
    tunnel.pass(Duration.ofHours(1));
    rollCall.note("kernel", List.of(new Observation.ReadFailed(tunnel.id(), tunnel.now(), "busy")));
    assertThat(missing(rollCall)).isEmpty();
  }

  @Test
  void a_tunnel_whose_source_is_not_configured_any_more_is_gone_too() {
    RollCall rollCall = new RollCall(Set.of("other"));
    tunnel.pass(Duration.ofHours(1));
    rollCall.note("other", List.of());
    rollCall.note("other", List.of());
    assertThat(missing(rollCall)).hasSize(1);
  }

  @Test
  void an_openvpn_server_that_is_not_configured_any_more_is_gone_at_once() {
    TunnelId office = new TunnelId("office", "office");
    State with =
        new Ledger(Rules.of(LedgerCalendar.of(ZoneId.of("UTC"))))
            .apply(
                remembered, new Observation.Read(office, tunnel.now(), Device.OPENVPN, List.of()))
            .state();
    assertThat(new RollCall(Set.of("kernel", "office")).missing(with, tunnel.now())).isEmpty();
    assertThat(new RollCall(Set.of("kernel", "openvpn")).missing(with, tunnel.now()))
        .containsExactly(new Observation.Gone(office, tunnel.now()));
  }
}
