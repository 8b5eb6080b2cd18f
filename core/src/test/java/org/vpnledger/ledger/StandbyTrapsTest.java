package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.ledger.Peer.peer;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

/** Two sources that read one device. */
class StandbyTrapsTest {
  private static final String KEY = "the-server";
  private final Scenario story = Scenario.at("2026-03-01T10:00:00Z");

  private Scenario kernel() {
    return story.tunnel("kernel", "wg0", KEY);
  }

  private Scenario command() {
    return story.tunnel("command", "wg0", KEY);
  }

  private static Peer dumped(long rx) {
    return peer("A").unknownEpoch().rx(rx);
  }

  @Test
  void two_sources_on_one_device_are_never_summed() {
    kernel().poll(peer("A").rx(100));
    command().poll(dumped(100));
    kernel().pass("PT5S").poll(peer("A").rx(130));
    command().poll(dumped(130));
    assertThat(story.latest().entries()).isEmpty();
    assertThat(story.state().tunnels()).hasSize(1);
    assertThat(kernel().usage("A").rxBytes()).isEqualTo(30);
    assertThat(story.told().carriedIn()).hasSize(1);
  }

  @Test
  void the_standby_takes_over_when_the_other_fails_and_gives_back() {
    kernel().poll(peer("A").rx(100)).pass("PT5S").fail();
    command().poll(dumped(150));
    assertThat(kernel().usage("A").rxBytes()).isEqualTo(50);
    command().pass("PT5S").poll(dumped(170));
    assertThat(kernel().usage("A").rxBytes()).isEqualTo(70);
    kernel().pass("PT5S").poll(peer("A").rx(200));
    assertThat(story.latest().types()).containsExactly(EventType.SOURCE_RECOVERED);
    command().poll(dumped(200));
    assertThat(story.latest().entries()).isEmpty();
    assertThat(kernel().usage("A").rxBytes()).isEqualTo(100);
  }

  @Test
  void a_source_that_is_silent_is_replaced_at_every_poll_and_not_only_now_and_then() {
    kernel().poll(peer("A").rx(100)).pass("PT29S");
    command().poll(dumped(150));
    assertThat(story.latest().entries()).isEmpty();
    command().pass("PT1S").poll(dumped(160));
    assertThat(story.latest().types()).containsExactly(EventType.SOURCE_FAILED);
    command().pass("PT5S").poll(dumped(170));
    assertThat(kernel().usage("A").rxBytes()).isEqualTo(70);
    kernel().pass("PT5S").poll(peer("A").rx(200));
    assertThat(story.latest().types()).containsExactly(EventType.SOURCE_RECOVERED);
    assertThat(kernel().usage("A").rxBytes()).isEqualTo(100);
  }

  @Test
  void a_read_that_was_overtaken_by_the_other_source_is_no_reset() {
    kernel().poll(peer("A").rx(100)).pass("PT5S");
    Moment slow = story.now();
    kernel().pass("PT1S").poll(peer("A").rx(1000)).fail();
    List<Connection> late = List.of(dumped(900).shown(slow.wall()));
    story.observe(
        new Observation.Read(
            new TunnelId("command", "wg0"), slow, new Device(KEY, 51820, 0), late));
    assertThat(kernel().usage("A").rxBytes()).isEqualTo(900);
    assertThat(story.told().all(EventType.RESET)).isEmpty();
  }

  @Test
  void tunnels_of_one_name_with_different_keys_stay_apart() {
    story.tunnel("host", "wg0", "one").poll(peer("A")).tunnel("container", "wg0", "two");
    story.poll(peer("A")).pass("PT5S").poll(peer("A").rx(7));
    assertThat(story.usage("A").rxBytes()).isEqualTo(7);
    story.tunnel("host", "wg0", "one").poll(peer("A").rx(5));
    assertThat(story.usage("A").rxBytes()).isEqualTo(5);
    assertThat(story.state().tunnels()).hasSize(2);
  }

  @Test
  void two_devices_without_a_key_are_not_one() {
    Observation.Read first =
        new Observation.Read(
            new TunnelId("a", "wg0"), story.now(), new Device(null, 0, 0), List.of());
    Observation.Read second =
        new Observation.Read(
            new TunnelId("b", "wg0"), story.now(), new Device(null, 0, 0), List.of());
    story.observe(first).observe(second);
    assertThat(story.state().tunnels()).hasSize(2);
  }

  @Test
  void the_one_that_was_first_stays_even_if_its_name_comes_later() {
    story.tunnel("z", "wg0", KEY).poll(peer("A").rx(1));
    story.tunnel("a", "wg0", KEY).poll(peer("A").rx(1)).pass("PT5S").poll(peer("A").rx(5));
    assertThat(story.state().tunnels()).containsOnlyKeys(new TunnelId("z", "wg0"));
  }

  @Test
  void a_device_that_another_port_was_given_is_still_read_by_one_source_only() {
    kernel().poll(peer("A").rx(100));
    command().poll(dumped(100));
    command().port(40000).pass("PT5S").poll(dumped(150));
    kernel().port(40000).poll(peer("A").rx(150)).pass("PT5S").poll(peer("A").rx(160));
    command().port(40000).poll(dumped(160));
    assertThat(story.state().tunnels()).hasSize(1);
    assertThat(kernel().usage("A").rxBytes()).isEqualTo(60);
  }
}
