package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Noticing;

/** With real sockets, and a place that comes and goes. */
class NetlinkSourceTest {
  private boolean there = true;

  private Place.Spot spot() throws SourceException {
    if (!there) {
      throw new SourceException("the container 'wg' does not run");
    }
    return new Place.Spot(null, Path.of("/"));
  }

  /** Whoever keeps a socket open keeps the namespace, and every interface that was moved there. */
  @Test
  void a_place_without_tunnels_that_has_gone_is_left() throws Exception {
    try (NetlinkSource source =
        new NetlinkSource(
            "wg",
            this::spot,
            new InterfaceFilter(java.util.Set.of("none-of-this-name"), () -> null),
            Duration.ofSeconds(5),
            false,
            new Moments(Noticing.POLLS),
            () -> new Moment(Instant.EPOCH, 0, "boot"))) {
      source.poll();
      assertThat(source.descriptors()).hasSize(1);
      there = false;
      assertThatExceptionOfType(SourceException.class).isThrownBy(source::poll);
      assertThat(source.descriptors()).isEmpty();
      there = true;
      source.poll();
      assertThat(source.descriptors()).hasSize(1);
    }
  }
}
