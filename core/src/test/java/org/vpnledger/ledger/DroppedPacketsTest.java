package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.peer;

import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

/** Packets that the flow log did not see. */
class DroppedPacketsTest {
  private final Scenario story = Scenario.at("2026-03-01T10:00:00Z").poll(peer("A").rx(100));

  @Test
  void packets_that_were_not_seen_are_an_event_of_the_tunnel_and_change_nothing() {
    State before = story.pass("PT2S").state();
    story.observe(new Observation.PacketsDropped(story.id(), story.now(), "12 packets"));
    Event event = story.latest().only(EventType.PACKETS_DROPPED);
    assertThat(event.tunnel()).isEqualTo(story.id());
    assertThat(event.detail()).isEqualTo("12 packets");
    assertThat(event.happenedAt()).isEqualTo(story.now().wall());
    assertThat(story.latest().entries()).hasSize(1);
    assertThat(story.state()).isEqualTo(before);
  }

  @Test
  void of_a_tunnel_that_the_ledger_does_not_know_nothing_is_told() {
    TunnelId other = new TunnelId("kernel", "wg9");
    story.observe(new Observation.PacketsDropped(other, story.now(), "12 packets"));
    assertThat(story.latest().entries()).isEmpty();
  }
}
