package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

class DropWatchTest {
  private static final TunnelId WG0 = new TunnelId("kernel", "wg0");
  private static final TunnelId WG1 = new TunnelId("kernel", "wg1");

  private final FlowBoard board = new FlowBoard();
  private Duration passed = Duration.ZERO;
  private final DropWatch watch = new DropWatch(board, this::now);

  private Moment now() {
    return new Moment(Instant.parse("2026-03-01T10:00:00Z").plus(passed), passed.toNanos(), "boot");
  }

  private List<String> told() {
    return watch.poll().stream()
        .map(Observation.PacketsDropped.class::cast)
        .map(seen -> seen.tunnel() + " " + seen.detail().split(",", -1)[0])
        .toList();
  }

  @Test
  void the_first_loss_of_a_tunnel_is_told_at_once_and_others_once_a_minute() {
    assertThat(told()).isEmpty();
    board.showDrops(WG0, 1);
    assertThat(told()).containsExactly("wg0@kernel 1 packet was not logged");
    board.showDrops(WG0, 5);
    passed = Duration.ofSeconds(59);
    assertThat(told()).isEmpty();
    board.showDrops(WG0, 8);
    passed = Duration.ofSeconds(60);
    assertThat(told()).containsExactly("wg0@kernel 7 packets were not logged");
    passed = Duration.ofMinutes(5);
    assertThat(told()).isEmpty();
  }

  @Test
  void each_tunnel_is_told_of_by_itself() {
    board.showDrops(WG1, 2);
    board.showDrops(WG0, 3);
    assertThat(told())
        .containsExactly(
            "wg0@kernel 3 packets were not logged", "wg1@kernel 2 packets were not logged");
  }
}
