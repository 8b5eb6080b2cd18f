package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.peer;

import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

/** Handshakes that a tunnel refused. */
class RefusalTrapsTest {
  private final Scenario story = Scenario.at("2026-03-01T10:00:00Z").poll(peer("A").rx(100));

  @Test
  void a_refusal_is_an_event_of_the_tunnel_and_changes_nothing() {
    State before = story.pass("PT2S").state();
    Endpoint from = new Endpoint("192.0.2.9", 4444);
    story.observe(new Observation.Refused(story.id(), story.now(), from, "wrong MAC"));
    Event event = story.latest().only(EventType.HANDSHAKE_REJECTED);
    assertThat(event.tunnel()).isEqualTo(story.id());
    assertThat(event.endpoint()).isEqualTo(from);
    assertThat(event.detail()).isEqualTo("wrong MAC");
    assertThat(event.happenedAt()).isEqualTo(story.now().wall());
    assertThat(event.peer()).isNull();
    assertThat(story.latest().entries()).hasSize(1);
    assertThat(story.state()).isEqualTo(before);
  }

  @Test
  void many_refusals_are_one_event_without_an_address() {
    story.observe(new Observation.Refused(story.id(), story.now(), null, "200 more"));
    assertThat(story.latest().only(EventType.HANDSHAKE_REJECTED).endpoint()).isNull();
  }

  @Test
  void a_tunnel_that_the_ledger_does_not_know_is_not_made_by_a_refusal() {
    TunnelId other = new TunnelId("kernel", "wg9");
    story.observe(
        new Observation.Refused(other, story.now(), new Endpoint("192.0.2.9", 4444), "wrong MAC"));
    assertThat(story.latest().entries()).isEmpty();
    assertThat(story.state().tunnels()).doesNotContainKey(other);
  }
}
